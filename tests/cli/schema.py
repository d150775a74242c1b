"""Asks a validator that nobody here wrote which of these configs a schema allows. One answer a line."""

import json
import sys
import tomllib

import jsonschema

schema_file, *configs = sys.argv[1:]
with open(schema_file, encoding="utf-8") as file:
    schema = json.load(file)
validator = jsonschema.Draft7Validator(schema)
validator.check_schema(schema)
for name in configs:
    with open(name, "rb") as file:
        errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(tomllib.load(file))]
    print("; ".join(errors) or "allowed")
