#!/bin/sh
# Starts a command with secrets from files: each file in /run/secrets that is named like a setting (CLIENT_SECRET, DATABASE_URL, …)
# is that setting's value. So none of them stands in a compose file, in a chart's values or in `docker inspect`. A setting that is
# already there stays; a file that only shall be read by its path (TOKEN_KEY_FILE) has a name in small letters and is passed over.
set -eu
for file in "${SECRETS_FOLDER:-/run/secrets}"/*; do
  name=${file##*/}
  case $name in
    *[!A-Z0-9_]* | [!A-Z]*) continue ;;
  esac
  if [ -r "$file" ] && eval "[ -z \"\${$name+set}\" ]"; then
    export "$name=$(cat "$file")"
  fi
done
exec "$@"
