<?php
// Tells what an app finds: [in the body?, [name, ...], value], names and values in base64.
function tell(bool $in_body, array $values, array $path, array &$told): void
{
    foreach ($values as $name => $value) {
        $here = array_merge($path, [base64_encode((string) $name)]);
        if (is_array($value)) {
            tell($in_body, $value, $here, $told);
        } else {
            $told[] = [$in_body, $here, base64_encode((string) $value)];
        }
    }
}

$told = [];
tell(false, $_GET, [], $told);
tell(true, $_POST, [], $told);
header('Content-Type: application/json');
echo json_encode($told);
