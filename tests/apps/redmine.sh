# Redmine with a database of its own: DIR PORT.
set -euo pipefail
dir=$1 port=$2 here=$(cd "$(dirname "$0")" && pwd)
cp /var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default "$dir/redmine.db"
export RAILS_ENV=production DATABASE_URL="sqlite3:$dir/redmine.db"
cd /usr/share/redmine
bundle exec rails runner "$here/redmine.rb" >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
exec puma --quiet --environment production --workers 0 --threads 1:4 --bind "tcp://127.0.0.1:$port" config.ru >"$dir/log" 2>&1
