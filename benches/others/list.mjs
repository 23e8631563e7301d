// Lists every API key of a tenant with Qlik's own client, page by page, and prints them as JSON: the same work as `ls`.
import apiKeys from "@qlik/api/api-keys";

const { QLIK_SERVER, QLIK_API_KEY } = process.env;
const options = { hostConfig: { authType: "apikey", host: QLIK_SERVER, apiKey: QLIK_API_KEY }, noCache: true };
const keys = [];
let page = await apiKeys.getApiKeys({ limit: 100 }, options);
keys.push(...page.data.data);
while (page.next) {
  page = await page.next(options);
  keys.push(...page.data.data);
}
console.log(JSON.stringify(keys, null, 2));
