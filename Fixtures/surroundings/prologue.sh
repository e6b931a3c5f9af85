# Before each row: a repository with a key that is committed and one that is staged.
set -e
commit() { git add -A && git commit -q --allow-empty -m "${1:-Change}"; }
# kunci, looking for the keys of these tests only, so that it starts quickly.
kunci() {
  case $1 in
    hook) "$KUNCI" "$@" ;;
    *) "$KUNCI" "$@" --only openrouter-api-key ;;
  esac
}
# Runs a command as somebody who is not root, to whom permissions mean something.
plainly() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
usual() {
  git init -q -b main --template= work
  cd work
  mkdir .git/info
  echo nothing > readme
  commit Base
  git init -q --bare -b main --template= ../origin.git
  git remote add origin ../origin.git
  git push -q origin main
  echo "KEY=$K1" > a.env
  commit
  echo "KEY=$K2" > b.env
  git add b.env
}
