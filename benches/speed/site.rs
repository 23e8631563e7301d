//! A demo tenant behind TLS, in this process: what is measured is another one.

use std::path::{Path, PathBuf};

use qlik_api_key::demo::{Listener, Tenant, TestUser};
use rcgen::{CertificateParams, CustomExtension, DistinguishedName, DnType, KeyPair};

use crate::https;
use crate::support::NOW;

/// The keys that a tenant has by itself, to sign in with.
const OWN: usize = 3;

/// The authorities in the bundle of a Linux distribution, and what makes a certificate of ours as long as theirs.
const AUTHORITIES: usize = 143;
const PADDING: usize = 700;

/// A tenant that serves HTTPS.
pub struct Site {
    listener: Listener,
    folder: tempfile::TempDir,
    pub token: String,
    /// The ID of one of its keys.
    pub id: String,
}

impl Site {
    /// With so many keys.
    pub fn with(keys: usize) -> Self {
        let now = NOW.parse().unwrap();
        let mut tenant = Tenant::new(1, now);
        tenant.set_clock(now);
        // The clock stands, and with it what the rate limit counts by.
        tenant.set_limits(u32::MAX, u32::MAX);
        tenant.add_keys(keys - OWN - 1);
        let token = tenant.token_of(TestUser::Admin).to_owned();
        let id = tenant.add_key(qlik_api_key::demo::KeySpec::new("to be read"));
        let certificate = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        let (listener, folder) = https::serve(tenant, &certificate);
        Self { listener, folder, token, id }
    }

    pub fn url(&self) -> String {
        self.listener.url()
    }

    /// A home that goes with it, where the program keeps what completions will know.
    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    /// The file with its authority alone.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A file with its authority among as many others as a system trusts. They are made up, so that the count is the
    /// same on every machine, whatever its system trusts.
    pub fn bundle(&self) -> PathBuf {
        let path = self.folder.path().join("bundle.pem");
        let key = KeyPair::generate().unwrap();
        let mut text = String::new();
        for number in 0..AUTHORITIES {
            let mut parameters = CertificateParams::default();
            parameters.distinguished_name = DistinguishedName::new();
            parameters.distinguished_name.push(DnType::CommonName, format!("Authority {number:03} of the World"));
            let extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99_999, 1], vec![4; PADDING]);
            parameters.custom_extensions.push(extension);
            text += &parameters.self_signed(&key).unwrap().pem();
        }
        text += &std::fs::read_to_string(self.authority()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }
}
