//! Lists of keys: filters, sort orders, pages in both directions, and links.

use std::collections::HashSet;

use qlik_api_key::demo::{DemoRequest, DemoResponse, KeySpec, TestUser};

use crate::demo::{DemoClient, assert_error, body_json, listed_ids, now};

const SORT_VALUES: [&str; 15] = [
    "createdByUser",
    "%2BcreatedByUser",
    "-createdByUser",
    "sub",
    "%2Bsub",
    "-sub",
    "status",
    "%2Bstatus",
    "-status",
    "description",
    "%2Bdescription",
    "-description",
    "created",
    "%2Bcreated",
    "-created",
];

/// A tenant with 250 keys that have many equal values in every field.
fn with_250_keys() -> DemoClient {
    let mut client = DemoClient::new();
    for n in 0..247_i64 {
        let created = now() - jiff::SignedDuration::from_secs(n % 7);
        let expiry = now() + jiff::SignedDuration::from_secs(if n % 3 == 0 { -1 } else { 1000 });
        let spec = KeySpec::new(&format!("same {}", n % 5))
            .owner(TestUser::WITH_KEY[(n % 3) as usize])
            .created(created)
            .expiry(expiry);
        client.tenant.add_key(if n % 4 == 0 { spec.revoked() } else { spec });
    }
    client
}

/// Returns the path and query of a link, relative to `/api/v1`.
fn link_path(response: &DemoResponse, name: &str) -> Option<String> {
    let href = body_json(response)["links"][name]["href"].as_str()?.to_owned();
    Some(href.strip_prefix("http://demo.example/api/v1").expect("an absolute link").to_owned())
}

/// Follows the link `name` until a page has none. Returns the IDs of each page, and the last page.
fn follow_links(client: &mut DemoClient, first: DemoResponse, name: &str) -> (Vec<Vec<String>>, DemoResponse) {
    let mut pages = vec![listed_ids(&first)];
    let mut page = first;
    while let Some(path) = link_path(&page, name) {
        page = client.get(TestUser::Admin, &path);
        pages.push(listed_ids(&page));
        assert!(pages.len() < 300, "the links never end");
    }
    (pages, page)
}

#[test]
fn every_sort_order_pages_forward_and_back_over_the_same_keys() {
    let mut client = with_250_keys();
    client.tenant.set_rate_limits(100_000, 100);
    for sort in SORT_VALUES {
        let first = client.get(TestUser::Admin, &format!("/api-keys?limit=100&sort={sort}"));
        let (pages, _) = follow_links(&mut client, first, "next");
        let all = pages.concat();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 250, "{sort}");
        let first = client.get(TestUser::Admin, &format!("/api-keys?sort={sort}&limit=30"));
        assert_eq!(link_path(&first, "prev"), None, "{sort}");
        let (pages, last) = follow_links(&mut client, first, "next");
        assert_eq!(pages.len(), 9, "{sort}");
        assert_eq!(pages.concat(), all, "{sort}");
        assert!(pages[..8].iter().all(|page| page.len() == 30), "{sort}");
        let (mut pages, first) = follow_links(&mut client, last, "prev");
        pages.reverse();
        assert_eq!(pages.concat(), all, "{sort}");
        assert_eq!(link_path(&first, "prev"), None, "{sort}");
    }
}

#[test]
fn descending_order_is_the_reverse_of_ascending() {
    let mut client = with_250_keys();
    for field in ["createdByUser", "sub", "status", "description", "created"] {
        let mut list = |sort: &str| {
            let first = client.get(TestUser::Admin, &format!("/api-keys?limit=100&sort={sort}{field}"));
            let values: Vec<String> = body_json(&first)["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|key| key[field].as_str().unwrap().to_owned())
                .collect();
            (follow_links(&mut client, first, "next").0.concat(), values)
        };
        let (ascending, values) = list("%2B");
        assert!(values.is_sorted(), "{field}");
        assert_eq!(list("").0, ascending);
        let (mut descending, values) = list("-");
        assert!(values.iter().rev().is_sorted(), "{field}");
        descending.reverse();
        assert_eq!(descending, ascending, "{field}");
    }
}

#[test]
fn the_default_page_is_the_20_newest_keys() {
    let mut client = DemoClient::new();
    client.tenant.add_keys(25);
    let page = client.get(TestUser::Admin, "/api-keys");
    assert_eq!(listed_ids(&page).len(), 20);
    let explicit = client.get(TestUser::Admin, "/api-keys?limit=20&sort=-created");
    assert_eq!(listed_ids(&explicit), listed_ids(&page));
    assert_eq!(body_json(&page)["data"][3]["description"], "key 025");
}

#[test]
fn links_repeat_the_query() {
    let mut client = DemoClient::new();
    client.tenant.add_keys(9);
    let admin = client.tenant.user_id(TestUser::Admin).to_owned();
    let path = format!("/api-keys?limit=3&sort=%2Bcreated&status=active&sub={admin}&createdByUser={admin}");
    let first = client.get(TestUser::Admin, &path);
    assert_eq!(link_path(&first, "self").unwrap(), path);
    let next = link_path(&first, "next").unwrap();
    assert_eq!(next, format!("{path}&startingAfter={}", listed_ids(&first)[2]));
    let second = client.get(TestUser::Admin, &next);
    let prev = link_path(&second, "prev").unwrap();
    assert_eq!(prev, format!("{path}&endingBefore={}", listed_ids(&second)[0]));
    assert_eq!(listed_ids(&client.get(TestUser::Admin, &prev)), listed_ids(&first));
}

#[test]
fn links_over_tls_use_https() {
    let mut client = DemoClient::new();
    let mut request = client.signed_request(TestUser::Admin, "GET", "/api-keys");
    request.secure = true;
    let response = client.send(request);
    let href = body_json(&response)["links"]["self"]["href"].clone();
    assert_eq!(href, "https://demo.example/api/v1/api-keys");
}

#[test]
fn a_cursor_key_need_not_match_the_filters() {
    let mut client = DemoClient::new();
    client.tenant.add_keys(6);
    let admin = client.tenant.user_id(TestUser::Admin).to_owned();
    let path = format!("/api-keys?sort=description&limit=2&status=active&sub={admin}");
    let page = client.get(TestUser::Admin, &path);
    let next = link_path(&page, "next").unwrap();
    let next_ids = listed_ids(&client.get(TestUser::Admin, &next));
    let last = listed_ids(&page)[1].clone();
    let delete = client.signed_request(TestUser::Admin, "DELETE", &format!("/api-keys/{last}"));
    assert_eq!(client.send(delete).status, 204);
    let error = assert_error(&client.get(TestUser::Admin, &next), 400);
    assert_eq!(error["source"]["parameter"], "startingAfter");
    let other = next.replace(&last, &listed_ids(&page)[0]);
    assert_eq!(listed_ids(&client.get(TestUser::Admin, &other)), next_ids);
    let expired = next.replace("status=active", "status=expired").replace(&last, &next_ids[0]);
    let empty = client.get(TestUser::Admin, &expired);
    assert_eq!(listed_ids(&empty).len(), 0);
    assert_eq!((link_path(&empty, "next"), link_path(&empty, "prev")), (None, None));
}

#[test]
fn filters_select_by_status_subject_and_creator() {
    let mut client = with_250_keys();
    let mut count = 0;
    for status in ["active", "expired", "revoked"] {
        let first = client.get(TestUser::Admin, &format!("/api-keys?limit=100&status={status}"));
        for key in body_json(&first)["data"].as_array().unwrap() {
            assert_eq!(key["status"], status);
        }
        count += follow_links(&mut client, first, "next").0.concat().len();
    }
    assert_eq!(count, 250);
    let developer = client.tenant.user_id(TestUser::Developer).to_owned();
    for name in ["sub", "createdByUser"] {
        let page = client.get(TestUser::Admin, &format!("/api-keys?limit=100&{name}={developer}"));
        assert_eq!(listed_ids(&page).len(), 83);
    }
    assert_eq!(listed_ids(&client.get(TestUser::Admin, "/api-keys?sub=SCIM%5Cnobody")).len(), 0);
}

#[test]
fn users_without_the_admin_role_see_only_their_own_keys() {
    let mut client = with_250_keys();
    let developer = client.tenant.user_id(TestUser::Developer).to_owned();
    let own = client.get(TestUser::Developer, "/api-keys?limit=100");
    assert_eq!(listed_ids(&own).len(), 83);
    for key in body_json(&own)["data"].as_array().unwrap() {
        assert_eq!(key["sub"], developer);
    }
    let path = format!("/api-keys?limit=100&sub={developer}&createdByUser={developer}");
    assert_eq!(listed_ids(&client.get(TestUser::Developer, &path)).len(), 83);
    let admin = client.tenant.user_id(TestUser::Admin).to_owned();
    for name in ["sub", "createdByUser"] {
        let response = client.get(TestUser::Developer, &format!("/api-keys?{name}={admin}"));
        let error = assert_error(&response, 403);
        assert!(error["detail"].as_str().unwrap().contains("TenantAdmin"));
    }
    let invisible = listed_ids(&client.get(TestUser::Admin, &format!("/api-keys?sub={admin}")))[0].clone();
    assert_error(&client.get(TestUser::Developer, &format!("/api-keys?startingAfter={invisible}")), 400);
}

#[test]
fn an_invalid_query_names_its_parameter() {
    let mut client = DemoClient::new();
    for (query, parameter) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("limit=", "limit"),
        ("limit=1.5", "limit"),
        ("limit=-1", "limit"),
        ("limit=%2B5", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("sort=+created", "sort"),
        ("sort=expiry", "sort"),
        ("sort=", "sort"),
        ("sort=%2B", "sort"),
        ("sort=--created", "sort"),
        ("sort=Created", "sort"),
        ("sort=id", "sort"),
        ("status=ACTIVE", "status"),
        ("status=", "status"),
        ("limit=5&limit=5", "limit"),
        ("startingAfter=missing", "startingAfter"),
        ("endingBefore=missing", "endingBefore"),
        ("page=2", "page"),
        ("Limit=2", "Limit"),
        ("filter%5B%5D=x", "filter[]"),
    ] {
        let error = assert_error(&client.get(TestUser::Admin, &format!("/api-keys?{query}")), 400);
        assert_eq!(error["source"]["parameter"], parameter, "{query}");
    }
    assert_eq!(listed_ids(&client.get(TestUser::Admin, "/api-keys?limit=1")).len(), 1);
    let id = listed_ids(&client.get(TestUser::Admin, "/api-keys"))[0].clone();
    let both = format!("/api-keys?startingAfter={id}&endingBefore={id}");
    assert_error(&client.get(TestUser::Admin, &both), 400);
    let error = assert_error(&client.get(TestUser::Admin, &format!("/api-keys/{id}?limit=1")), 400);
    assert_eq!(error["source"]["parameter"], "limit");
}

#[test]
fn links_are_absolute_without_a_host_header() {
    let mut client = DemoClient::new();
    let token = client.tenant.user_token(TestUser::Admin).to_owned();
    let response = client.send(DemoRequest::new("GET", "/api/v1/api-keys").with_bearer_token(&token));
    assert_eq!(body_json(&response)["links"]["self"]["href"], "http://localhost/api/v1/api-keys");
}
