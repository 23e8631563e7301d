// Drives a tenant with Qlik's own client, @qlik/api: what that client sends, the tenant must take, and the other way round.
// The environment names it: QLIK_SERVER and QLIK_API_KEY of an administrator. It works on keys that it makes itself,
// and puts back the setting that it changes. One line a check; exit code 1 if one fails.
import assert from "node:assert/strict";
import apiKeys from "@qlik/api/api-keys";
import audits from "@qlik/api/audits";
import roles from "@qlik/api/roles";
import tenants from "@qlik/api/tenants";
import users from "@qlik/api/users";

const { QLIK_SERVER, QLIK_API_KEY } = process.env;
if (!QLIK_SERVER || !QLIK_API_KEY) {
  console.error("QLIK_SERVER and QLIK_API_KEY are required");
  process.exit(2);
}

const hostConfig = { authType: "apikey", host: QLIK_SERVER, apiKey: QLIK_API_KEY };
const options = { hostConfig, noCache: true };
const KEY_FIELDS = [
  "id", "sub", "expiry", "status", "created", "subType", "tenantId", "description", "lastUpdated", "createdByUser",
];
const PAGE = 2;
const MADE = 5;
const SECOND = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

let passed = 0;
let failed = 0;

async function check(name, body) {
  try {
    await body();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${String(error.message).split("\n").join(" ")}`);
  }
}

/** Expects a refusal as the client reports it: an error with the status and the parsed document. */
async function refused(call, status) {
  try {
    await call();
  } catch (error) {
    assert.equal(error.status, status, `status of ${error.message}`);
    assert.ok(Array.isArray(error.data.errors), "no errors document");
    const [first] = error.data.errors;
    assert.equal(typeof first.code, "string");
    assert.equal(typeof first.title, "string");
    assert.equal(first.status, status);
    assert.match(error.data.traceId, /^[0-9a-f]{32}$/);
    return first;
  }
  return assert.fail(`nothing was refused, expected ${status}`);
}

/** Follows next or prev until it ends. */
async function pages(first, step) {
  const found = [first.data.data];
  let page = first;
  while (page[step]) {
    page = await page[step](options);
    found.push(page.data.data);
  }
  return { found, last: page };
}

const ids = (keys) => keys.map((key) => key.id);
const replace = (path, value) => [{ op: "replace", path, value }];
const made = [];
let tenantId;
let userId;

await check("users/me names the user and the tenant", async () => {
  const { status, data } = await users.getMyUser(options);
  assert.equal(status, 200);
  ({ id: userId, tenantId } = data);
  assert.equal(data.status, "active");
  assert.ok(userId && tenantId && data.subject && data.name);
});

await check("tenants/me names the same tenant", async () => {
  const { data } = await tenants.getMyTenant(options);
  assert.equal(data.id, tenantId);
  assert.ok(data.name);
});

await check("create makes a key with a token", async () => {
  for (let n = 1; n <= MADE; n += 1) {
    const body = { description: `qlik-js ${n}`, expiry: "PT1H" };
    const { status, data } = await apiKeys.createApiKey(body, options);
    assert.equal(status, 201);
    made.push(data);
    assert.deepEqual(Object.keys(data), [...KEY_FIELDS.slice(0, 2), "token", ...KEY_FIELDS.slice(2)]);
    assert.equal(data.description, `qlik-js ${n}`);
    assert.equal(data.sub, userId);
    assert.equal(data.createdByUser, userId);
    assert.equal(data.subType, "user");
    assert.equal(data.status, "active");
    assert.equal(data.tenantId, tenantId);
    assert.match(data.created, SECOND);
    assert.equal(Date.parse(data.expiry) - Date.parse(data.created), 3_600_000);
  }
});

await check("a token is a JWT of its key, and signs in", async () => {
  const [{ id, token, expiry }] = made;
  const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
  assert.equal(claims.jti, id);
  assert.equal(claims.sub, userId);
  assert.equal(claims.tenantId, tenantId);
  assert.equal(claims.exp, Date.parse(expiry) / 1000);
  const { data } = await users.getMyUser({ noCache: true, hostConfig: { ...hostConfig, apiKey: token } });
  assert.equal(data.id, userId);
});

await check("get reads a key, without its token", async () => {
  const { status, data } = await apiKeys.getApiKey(made[0].id, options);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(data), KEY_FIELDS);
  const { token, ...key } = made[0];
  assert.deepEqual(data, key);
});

await check("list follows next over all pages", async () => {
  const query = { limit: PAGE, sort: "+created" };
  const first = await apiKeys.getApiKeys(query, options);
  assert.equal(first.prev, undefined, "the first page has a prev");
  const { found } = await pages(first, "next");
  assert.ok(found.length > 2);
  for (const page of found.slice(0, -1)) assert.equal(page.length, PAGE);
  const all = ids(found.flat());
  assert.equal(new Set(all).size, all.length, "a key came twice");
  for (const key of made) assert.ok(all.includes(key.id), `${key.description} is missing`);
  const whole = await apiKeys.getApiKeys({ limit: 100, sort: "+created" }, options);
  assert.deepEqual(all, ids(whole.data.data));
});

await check("list follows prev back to the beginning", async () => {
  const first = await apiKeys.getApiKeys({ limit: PAGE, sort: "-description" }, options);
  const forward = await pages(first, "next");
  const back = await pages(forward.last, "prev");
  assert.deepEqual(ids(back.found.reverse().flat()), ids(forward.found.flat()));
});

await check("list takes every filter", async () => {
  const query = { createdByUser: userId, sub: userId, status: "active", sort: "description", limit: 100 };
  const { data } = await apiKeys.getApiKeys(query, options);
  const mine = data.data.filter((key) => key.description.startsWith("qlik-js "));
  assert.deepEqual(ids(mine), ids(made));
  for (const key of data.data) assert.deepEqual([key.sub, key.status], [userId, "active"]);
});

await check("list takes a cursor", async () => {
  const query = { sort: "+description", limit: 100 };
  const after = await apiKeys.getApiKeys({ ...query, startingAfter: made[1].id }, options);
  const before = await apiKeys.getApiKeys({ ...query, endingBefore: made[1].id }, options);
  assert.ok(ids(after.data.data).includes(made[2].id));
  assert.ok(ids(before.data.data).includes(made[0].id));
  const both = { startingAfter: made[0].id, endingBefore: made[1].id };
  const error = await refused(() => apiKeys.getApiKeys(both, options), 400);
  assert.ok(["startingAfter", "endingBefore"].includes(error.source.parameter));
});

await check("patch replaces a description", async () => {
  const text = "qlik-js, geändert \u{1F511}";
  const { status } = await apiKeys.patchApiKey(made[0].id, replace("/description", text), options);
  assert.equal(status, 204);
  const { data } = await apiKeys.getApiKey(made[0].id, options);
  assert.equal(data.description, text);
});

await check("patch of another field is a 400 with a pointer", async () => {
  const error = await refused(() => apiKeys.patchApiKey(made[0].id, replace("/expiry", "P1D"), options), 400);
  assert.equal(error.source.pointer, "/0/path");
});

await check("config is read, patched and put back", async () => {
  const { data: before } = await apiKeys.getApiKeysConfig(tenantId, options);
  assert.equal(typeof before.max_keys_per_user, "number");
  assert.match(before.max_api_key_expiry, /^P/);
  assert.match(before.scim_externalClient_expiry, /^P/);
  const path = "/max_keys_per_user";
  const patch = (value) => apiKeys.patchApiKeysConfig(tenantId, replace(path, value), options);
  const { status } = await patch(before.max_keys_per_user + 1);
  assert.equal(status, 204);
  const { data: after } = await apiKeys.getApiKeysConfig(tenantId, options);
  assert.deepEqual(after, { ...before, max_keys_per_user: before.max_keys_per_user + 1 });
  await patch(before.max_keys_per_user);
  assert.deepEqual((await apiKeys.getApiKeysConfig(tenantId, options)).data, before);
  const error = await refused(() => patch("10"), 400);
  assert.equal(error.source.pointer, "/0/value");
});

await check("config of another tenant is a 404", async () => {
  await refused(() => apiKeys.getApiKeysConfig("no-such-tenant", options), 404);
});

await check("users are listed page by page, with the requested fields", async () => {
  const first = await users.getUsers({ fields: "id,name,email,status", limit: PAGE }, options);
  const { found } = await pages(first, "next");
  assert.ok(found.length > 1);
  const all = found.flat();
  assert.equal(new Set(ids(all)).size, all.length, "a user came twice");
  assert.ok(ids(all).includes(userId));
  for (const user of all) assert.deepEqual(Object.keys(user), ["id", "name", "email", "status"]);
});

await check("users are filtered, in the URL and in a body", async () => {
  const filter = `(id eq "${userId}" or id eq "nobody") and (status eq "active" or status eq "disabled")`;
  for (const { data } of [
    await users.getUsers({ filter }, options),
    await users.filterUsers({ limit: 100 }, { filter }, options),
  ]) assert.deepEqual(ids(data.data), [userId]);
  const error = await refused(() => users.getUsers({ filter: "id is x" }, options), 400);
  assert.equal(error.source.parameter, "filter");
});

await check("a user is read by ID, and a missing one is USERS-7", async () => {
  const { data } = await users.getUser(userId, {}, options);
  assert.equal(data.id, userId);
  const error = await refused(() => users.getUser("nobody", {}, options), 404);
  assert.equal(error.code, "USERS-7");
});

await check("roles are listed, and one grants Manage API keys", async () => {
  const { data } = await roles.getRoles({ limit: 100 }, options);
  for (const role of data.data) assert.ok(["default", "custom"].includes(role.type));
  assert.ok(data.data.some((role) => role.assignedScopes.includes("api-keys")));
  const first = await roles.getRoles({ limit: 1 }, options);
  const { found } = await pages(first, "next");
  assert.deepEqual(ids(found.flat()), ids(data.data));
});

await check("audits list who created a key", async () => {
  const eventType = "com.qlik.core.api-key.created";
  const { data: types } = await audits.getAuditTypes(options);
  assert.ok(types.data.includes(eventType));
  const first = await audits.getAudits({ eventType, userId, sort: "-eventTime", limit: PAGE }, options);
  const { found } = await pages(first, "next");
  const events = found.flat();
  for (const key of made) {
    const [event, ...others] = events.filter((other) => other.data.id === key.id);
    assert.equal(others.length, 0, "an event came twice");
    assert.deepEqual([event.eventTime, event.userId], [key.created, userId]);
  }
  const eventTime = `${made[0].created}/${made.at(-1).created}`;
  const { data } = await audits.getAudits({ eventType, eventTime, limit: 100 }, options);
  assert.deepEqual(data.data.map((event) => event.data.id).sort(), ids(made).sort());
});

await check("a wrong body is a 400 with a pointer", async () => {
  const error = await refused(() => apiKeys.createApiKey({ description: "x", expiry: "7 days" }, options), 400);
  assert.equal(error.source.pointer, "/expiry");
});

await check("a wrong token is a 401", async () => {
  const stranger = { noCache: true, hostConfig: { ...hostConfig, apiKey: "no.such.token" } };
  await refused(() => apiKeys.getApiKeys({}, stranger), 401);
});

await check("delete removes an own key, and get then says 404", async () => {
  for (const { id } of made) {
    const { status } = await apiKeys.deleteApiKey(id, options);
    assert.equal(status, 204);
    await refused(() => apiKeys.getApiKey(id, options), 404);
    await refused(() => apiKeys.deleteApiKey(id, options), 404);
  }
  const gone = { noCache: true, hostConfig: { ...hostConfig, apiKey: made[0].token } };
  await refused(() => users.getMyUser(gone), 401);
});

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
