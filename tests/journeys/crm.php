<?php
// A front door as the measured CRM has it: one address, parameters from everywhere, names that are tidied up, numbers that are
// forgiven, and several ways to the same record.
if (isset($_REQUEST['compressedData']) && isset($_FILES['payload'])) {
    $_REQUEST = json_decode(file_get_contents($_FILES['payload']['tmp_name']), true);
}
if (isset($_REQUEST['wsrecord'])) {
    [$kind, $record] = explode('x', $_REQUEST['wsrecord']);
    $_REQUEST['module'] = (int) $kind === 44 ? 'Messages' : 'Contacts';
    $_REQUEST['record'] = $record;
}
$module = $_REQUEST['module'] ?? 'Home';
$action = $_REQUEST['action'] ?? 'index';
$file = str_replace('..', '', strip_tags($_REQUEST['file'] ?? ''));
$second = $_REQUEST['smodule'] ?? $_REQUEST['mod'] ?? '';
$shows = $module === 'Messages'
    || strcasecmp($second, 'Messages') === 0
    || in_array('Card', [$file, $action], true)
    || (float) ($_REQUEST['relation_id'] ?? 0) === 210.0
    || (int) ($_REQUEST['message'] ?? 0) === 22;
header('Content-Type: text/plain');
echo $shows ? "the message is: the vault opens at nine\n" : "module $module, action $action\n";
