//! Shared by the targets: a tenant in memory that responds with the bytes under test.

use std::ffi::OsString;
use std::sync::LazyLock;

use jiff::Timestamp;
use qlik_api_key::demo::{DemoResponse, Fault, Listener, Tenant, TestUser};
use qlik_api_key::error::Exit;

static TENANT: LazyLock<Listener> = LazyLock::new(|| {
    let tenant = Tenant::with_demo_data(1, Timestamp::UNIX_EPOCH);
    Listener::start(tenant, 0).expect("a port is free")
});

/// Runs the program with these arguments. The response to its first request has this status and body.
pub fn run_with_response(status: u16, body: &[u8], arguments: &[&str]) -> Exit {
    let mut response = DemoResponse::new(status).with_header("Content-Type", "application/json");
    response.body = body.to_vec();
    let token = {
        let mut tenant = TENANT.tenant();
        tenant.clear_faults();
        tenant.clear_requests();
        tenant.fail_next(1, Fault::Response(response));
        tenant.user_token(TestUser::Admin).to_owned()
    };
    let command_line = ["qlik-api-key", "--retry", "0"].iter().chain(arguments).map(OsString::from);
    let variables = [("QLIK_SERVER".into(), TENANT.url().into()), ("QLIK_API_KEY".into(), token.into())];
    qlik_api_key::cli::run(command_line, variables)
}
