"""Lists every API key of a tenant with requests, page by page, and prints them as JSON: the same work as `ls`."""
import json
import os
import sys

import requests

session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["QLIK_API_KEY"]
session.verify = os.environ["QLIK_CA_FILE"]
url = os.environ["QLIK_SERVER"] + "/api/v1/api-keys?limit=100"
keys = []
while url:
    response = session.get(url)
    response.raise_for_status()
    page = response.json()
    keys += page["data"]
    url = (page["links"].get("next") or {}).get("href")
json.dump(keys, sys.stdout, indent=2)
print()
