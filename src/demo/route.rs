//! The way of one request: path and method to an endpoint, after sign-in and rate limit.
//! It must not know what an endpoint does.

use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::message::{Request, Response};
use super::problem::Problem;
use super::rate::{Quota, Tier};
use super::tenant::Tenant;
use super::users::{TestUser, User};
use super::{config, create, keys, listing, oauth, users};

/// A request of someone who is signed in.
pub(super) struct Call<'a> {
    pub(super) request: &'a Request,
    pub(super) user: User,
    pub(super) now: Timestamp,
}

impl Call<'_> {
    /// Returns the body as JSON.
    pub(super) fn json(&self) -> Result<Value, Problem> {
        json_body(self.request)
    }

    /// Returns the time in whole seconds, as the API shows it.
    pub(super) fn second(&self) -> Timestamp {
        Timestamp::from_second(self.now.as_second()).unwrap_or(self.now)
    }
}

/// Returns a body as JSON, if its content type says that it is.
pub(super) fn json_body(request: &Request) -> Result<Value, Problem> {
    let media = request.header("Content-Type").unwrap_or_default();
    let essence = media.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Problem::pointer("", "The content type must be application/json."));
    }
    serde_json::from_slice(&request.body)
        .map_err(|error| Problem::pointer("", format!("The body is no JSON: {error}.")))
}

/// The resources that there are.
#[derive(Debug, PartialEq, Eq)]
enum Route {
    Keys,
    Key(String),
    Config(String),
    MyUser,
    User(String),
    MyTenant,
    OauthToken,
}

impl Route {
    /// Finds the resource of a path. IDs are decoded from one segment each, so that an ID may hold an encoded slash.
    fn find(path: &str) -> Option<Route> {
        if path == "/oauth/token" {
            return Some(Route::OauthToken);
        }
        let segments: Vec<String> = path
            .strip_prefix("/api/v1/")?
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments.as_slice() {
            ["api-keys"] => Some(Route::Keys),
            ["api-keys", id] if !id.is_empty() => Some(Route::Key((*id).to_owned())),
            ["api-keys", "configs", id] if !id.is_empty() => Some(Route::Config((*id).to_owned())),
            ["users", "me"] => Some(Route::MyUser),
            ["users", id] if !id.is_empty() => Some(Route::User((*id).to_owned())),
            ["tenants", "me"] => Some(Route::MyTenant),
            _ => None,
        }
    }

    fn methods(&self) -> &'static str {
        match self {
            Route::Keys => "GET, HEAD, POST",
            Route::Key(_) => "GET, HEAD, PATCH, DELETE",
            Route::Config(_) => "GET, HEAD, PATCH",
            Route::MyUser | Route::User(_) | Route::MyTenant => "GET, HEAD",
            Route::OauthToken => "POST",
        }
    }
}

impl Tenant {
    /// Answers a request, without the headers that every answer has.
    pub(super) fn answer(&mut self, request: &Request, now: Timestamp) -> Response {
        let route = Route::find(request.path());
        let result = match route {
            Some(Route::OauthToken) if request.method == "POST" => oauth::grant(self, request, now),
            Some(Route::OauthToken) => Err(wrong_method(&Route::OauthToken, request)),
            _ if request.path().starts_with("/api/v1/") => {
                return self.answer_signed_in(route, request, now);
            }
            _ => Err(Problem::http(404, "There is nothing at this path.")),
        };
        self.settle(result)
    }

    fn answer_signed_in(&mut self, route: Option<Route>, request: &Request, now: Timestamp) -> Response {
        let user = match self.sign_in(request, now) {
            Ok(user) => user,
            Err(problem) => return self.settle(Err(problem)),
        };
        let tier = match request.method.as_str() {
            "GET" | "HEAD" => Tier::Read,
            _ => Tier::Write,
        };
        let quota = self.rates.count(&user.id, tier, now);
        let result = if quota.over {
            let seconds = quota.reset - now.as_second();
            Err(Problem::too_many(&seconds.to_string()))
        } else {
            match route {
                Some(route) => self.dispatch(&route, &Call { request, user, now }),
                None => Err(Problem::http(404, "There is nothing at this path.")),
            }
        };
        with_quota(self.settle(result), quota)
    }

    fn dispatch(&mut self, route: &Route, call: &Call) -> Result<Response, Problem> {
        if !matches!(route, Route::Keys | Route::MyUser | Route::MyTenant) || call.request.method == "POST" {
            no_query(call.request)?;
        }
        // RFC 9110, 9.3.2: HEAD is GET without the body, which is dropped when the answer is finished.
        let method = match call.request.method.as_str() {
            "HEAD" => "GET",
            method => method,
        };
        match (method, route) {
            ("GET", Route::Keys) => listing::list(self, call),
            ("POST", Route::Keys) => create::create(self, call),
            ("GET", Route::Key(id)) => keys::get(self, call, id),
            ("PATCH", Route::Key(id)) => keys::patch(self, call, id),
            ("DELETE", Route::Key(id)) => keys::delete(self, call, id),
            ("GET", Route::Config(id)) => config::get(self, id),
            ("PATCH", Route::Config(id)) => config::patch(self, call, id),
            ("GET", Route::MyUser) => Ok(users::me(self, call)),
            ("GET", Route::User(id)) if *id == call.user.id => Ok(users::me(self, call)),
            ("GET", Route::User(id)) => Err(Problem::missing(format!("There is no user with the ID {id}."))),
            ("GET", Route::MyTenant) => Ok(users::my_tenant(self, call)),
            _ => Err(wrong_method(route, call.request)),
        }
    }

    /// Finds who sends a request.
    fn sign_in(&self, request: &Request, now: Timestamp) -> Result<User, Problem> {
        let unauthorized =
            |detail: &str, challenge: &str| Problem::http(401, detail).with("WWW-Authenticate", challenge);
        let token = request
            .header("Authorization")
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or_else(|| unauthorized("The request has no bearer token.", "Bearer"))?;
        if self.oauth.accepts(token, now) {
            return Ok(self.user(TestUser::Admin).clone());
        }
        let key =
            self.keys.iter().find(|key| key.token == token && key.status(now) == keys::Status::Active).ok_or_else(
                || {
                    let challenge = "Bearer error=\"invalid_token\"";
                    unauthorized("The token is unknown, expired or revoked.", challenge)
                },
            )?;
        self.user_by_id(&key.sub).cloned().ok_or_else(|| Problem::forbidden("The token is not one of a user."))
    }

    fn settle(&mut self, result: Result<Response, Problem>) -> Response {
        result.unwrap_or_else(|problem| problem.into_response(self.trace_id()))
    }
}

fn wrong_method(route: &Route, request: &Request) -> Problem {
    let detail = format!("{} is no method of this resource.", request.method);
    Problem::http(405, detail).with("Allow", route.methods())
}

fn no_query(request: &Request) -> Result<(), Problem> {
    match request.query().first() {
        None => Ok(()),
        Some((name, _)) => Err(Problem::parameter(name, "There is no such parameter.")),
    }
}

fn with_quota(response: Response, quota: Quota) -> Response {
    response
        .with("Ratelimit-Limit", quota.limit.to_string())
        .with("Ratelimit-Remaining", quota.remaining.to_string())
        .with("Ratelimit-Reset", quota.reset.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_resources() {
        let key = |id: &str| Some(Route::Key(id.to_owned()));
        assert_eq!(Route::find("/api/v1/api-keys"), Some(Route::Keys));
        assert_eq!(Route::find("/api/v1/api-keys/x"), key("x"));
        assert_eq!(Route::find("/api/v1/api-keys/a%2Fb%20c"), key("a/b c"));
        assert_eq!(Route::find("/api/v1/api-keys/configs"), key("configs"));
        let config = Some(Route::Config("t".to_owned()));
        assert_eq!(Route::find("/api/v1/api-keys/configs/t"), config);
        assert_eq!(Route::find("/oauth/token"), Some(Route::OauthToken));
        for path in
            ["/", "/api/v1", "/api/v1/", "/api/v1/api-keys/", "/api/v1/api-keys/x/y", "/api-keys", "//api/v1/api-keys"]
        {
            assert_eq!(Route::find(path), None, "{path}");
        }
    }
}
