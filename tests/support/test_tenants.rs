//! Several tenants, and a home folder with contexts for them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use qlik_api_key::demo::{DemoRequest, KeySpec, TestUser};
use serde_json::Value;

use crate::support::{CliOutput, TestSite, isolated_in, journal_paths, make_private, std_binary, with_deadline};

/// Tenants, and a home folder with contexts in the store `file`.
pub struct TestTenants {
    pub folder: tempfile::TempDir,
    pub sites: Vec<TestSite>,
}

impl TestTenants {
    /// Starts tenants, each with other IDs and with high limits.
    pub fn new(count: u64) -> Self {
        let sites: Vec<_> = (1..=count).map(TestSite::with_seed).collect();
        for site in &sites {
            let mut tenant = site.listener.tenant();
            tenant.set_rate_limits(1_000_000, 1_000_000);
            tenant.configure("/max_keys_per_user", &1000.into()).unwrap();
            tenant.configure("/max_api_key_expiry", &"P365D".into()).unwrap();
        }
        let tenants = Self { folder: tempfile::tempdir().unwrap(), sites };
        std::fs::create_dir_all(tenants.profile_path().parent().unwrap()).unwrap();
        for path in [tenants.profile_path(), tenants.secrets_path()] {
            std::fs::write(&path, "").unwrap();
            make_private(&path);
        }
        tenants
    }

    pub fn profile_path(&self) -> PathBuf {
        self.folder.path().join(".config").join("qlik").join("contexts.toml")
    }

    pub fn secrets_path(&self) -> PathBuf {
        self.profile_path().with_file_name("credentials.toml")
    }

    /// The journals of unfinished rotations.
    pub fn journals(&self) -> String {
        let journals = journal_paths(self.folder.path()).into_iter();
        journals.map(|path| std::fs::read_to_string(path).unwrap_or_default()).collect()
    }

    /// Adds a key of the tenant's administrator, which expires in 30 days, and returns its ID.
    pub fn add_key(&self, tenant: usize) -> String {
        self.sites[tenant].listener.tenant().add_key(KeySpec::new("robot"))
    }

    /// Adds a context with this key.
    pub fn add_context(&self, name: &str, tenant: usize, key_id: &str) {
        let url = self.sites[tenant].listener.url();
        let token = self.sites[tenant].listener.tenant().key_token(key_id).unwrap().to_owned();
        append(&self.secrets_path(), &format!("\"{name} {url}\" = \"{token}\"\n"));
        self.add_table(name, tenant, "auth = \"api-key\"\nstore = \"file\"");
    }

    /// Adds the table of a context to the profile.
    pub fn add_table(&self, name: &str, tenant: usize, fields: &str) {
        let url = self.sites[tenant].listener.url();
        append(&self.profile_path(), &format!("[contexts.{name}]\nserver = \"{url}\"\n{fields}\n"));
    }

    pub fn std_command(&self, arguments: &[&str]) -> Command {
        let mut command = isolated_in(self.folder.path(), std_binary());
        command.env("QLIK_NO_CACHE", "1").args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> CliOutput {
        with_deadline(self.std_command(arguments)).output().unwrap().into()
    }

    /// The entries of the store: the names of the contexts and the server, and tokens.
    fn entries(&self) -> Vec<(String, String)> {
        let secrets: toml_edit::DocumentMut = std::fs::read_to_string(self.secrets_path()).unwrap().parse().unwrap();
        secrets.iter().map(|(name, token)| (name.to_owned(), token.as_str().unwrap().to_owned())).collect()
    }

    /// The IDs of the keys that the contexts hold, by the name of the context.
    pub fn key_ids(&self) -> BTreeMap<String, String> {
        let id = |(name, token): (String, String)| (name.split(' ').next().unwrap().to_owned(), key_id(&token));
        self.entries().into_iter().map(id).collect()
    }

    /// The ID of the key that a context holds.
    #[track_caller]
    pub fn key_id(&self, context: &str) -> String {
        self.key_ids().remove(context).unwrap_or_else(|| panic!("{context} has no key"))
    }

    /// The IDs of the active keys that contexts may hold, with their descriptions.
    pub fn active_keys(&self, tenant: usize) -> BTreeMap<String, String> {
        let token = self.sites[tenant].listener.tenant().user_token(TestUser::Admin).to_owned();
        let page = self.get(tenant, "/api/v1/api-keys?status=active&limit=100", &token).expect("the tenant lists keys");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let keys = page["data"].as_array().unwrap().iter().map(|key| (text(&key["id"]), text(&key["description"])));
        keys.filter(|(_, description)| description.starts_with("robot")).collect()
    }

    /// Checks that every context signs in.
    ///
    /// # Errors
    /// Names the first one that does not.
    pub fn check_sign_in(&self) -> Result<(), String> {
        for (entry, token) in self.entries() {
            let tenant = self.sites.iter().position(|site| entry.contains(&site.listener.url())).unwrap();
            if !entry.ends_with(" next") && self.get(tenant, "/api/v1/users/me", &token).is_none() {
                return Err(format!("{entry} does not sign in"));
            }
        }
        Ok(())
    }

    /// Checks that every context signs in, and that each active key is held by a context and has no mark.
    ///
    /// # Errors
    /// Describes the first violation.
    pub fn check_nothing_is_left(&self) -> Result<(), String> {
        self.check_sign_in()?;
        let entries = self.entries();
        if let Some((entry, _)) = entries.iter().find(|(entry, _)| entry.ends_with(" next")) {
            return Err(format!("the entry {entry} is left"));
        }
        let held: Vec<_> = entries.iter().map(|(_, token)| key_id(token)).collect();
        for (id, description) in (0..self.sites.len()).flat_map(|tenant| self.active_keys(tenant)) {
            if !held.contains(&id) || description != "robot" {
                return Err(format!("the key {id} with the description {description:?} is left"));
            }
        }
        match self.journals().as_str() {
            "" => Ok(()),
            journals => Err(format!("the journals contain {journals}")),
        }
    }

    /// The tenant's response to a request, if it is a success.
    fn get(&self, tenant: usize, target: &str, token: &str) -> Option<Value> {
        let request = DemoRequest::new("GET", target).with_header("Host", "x").with_bearer_token(token);
        let reply = self.sites[tenant].listener.tenant().handle(&request, Timestamp::now());
        let response = reply.response().filter(|response| response.status == 200)?;
        Some(serde_json::from_slice(&response.body).unwrap())
    }
}

/// The ID of a token's key.
fn key_id(token: &str) -> String {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    claims["jti"].as_str().unwrap().to_owned()
}

fn append(path: &Path, text: &str) {
    let before = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, before + text).unwrap();
}
