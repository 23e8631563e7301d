#!/bin/sh
# Lists every API key of a tenant with curl and jq, page by page, and prints them as JSON: the same work as `ls`.
set -eu
url="$QLIK_SERVER/api/v1/api-keys?limit=100"
while [ -n "$url" ]; do
  page=$(curl -sS --fail --cacert "$QLIK_CA_FILE" -H "Authorization: Bearer $QLIK_API_KEY" "$url")
  printf '%s' "$page" | jq '.data[]'
  url=$(printf '%s' "$page" | jq -r '.links.next.href // ""')
done | jq -s .
