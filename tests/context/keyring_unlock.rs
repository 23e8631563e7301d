//! A locked keyring that prompts its user, as on a desktop. The test implements the Secret Service, with one secret,
//! and answers the prompt.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aes::Aes128;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use qlik_api_key::demo::TestUser;
use ring::hkdf::{HKDF_SHA256, Salt};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedObjectPath, Value};

use crate::support::TestSite;
use crate::support::message_bus::{SECRET_SERVICE, TestBus};

/// The Diffie-Hellman public key that the program has sent.
type PublicKey = Arc<Mutex<Vec<u8>>>;

/// Session, initialization vector, ciphertext and content type.
type EncryptedSecret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

struct FakeService(PublicKey);

struct FakeItem {
    public_key: PublicKey,
    secret: String,
    stays_locked: bool,
}

struct FakePrompt {
    is_dismissed: bool,
}

#[derive(Debug, zbus::DBusError)]
#[zbus(prefix = "org.freedesktop.Secret.Error")]
enum SecretError {
    #[zbus(error)]
    ZBus(zbus::Error),
    IsLocked(String),
}

fn object_path(path: &str) -> OwnedObjectPath {
    path.try_into().unwrap()
}

#[zbus::interface(name = "org.freedesktop.Secret.Service")]
impl FakeService {
    /// The private key is 1, so the public key is the generator, 2, and the shared secret is the program's public key.
    fn open_session(&self, algorithm: &str, input: Value<'_>) -> (Value<'static>, OwnedObjectPath) {
        assert_eq!(algorithm, "dh-ietf1024-sha256-aes128-cbc-pkcs7");
        *self.0.lock().unwrap() = input.try_into().unwrap();
        (Value::from(vec![2_u8]), object_path("/session"))
    }

    #[zbus(property)]
    fn collections(&self) -> Vec<OwnedObjectPath> {
        vec![object_path("/collection")]
    }

    fn search_items(&self, attributes: HashMap<String, String>) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        assert_eq!(attributes["service"], "qlik-api-key");
        (vec![], vec![object_path("/item")])
    }

    fn unlock(&self, objects: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, OwnedObjectPath) {
        assert_eq!(objects, [object_path("/item")]);
        (vec![], object_path("/prompt"))
    }
}

#[zbus::interface(name = "org.freedesktop.Secret.Item")]
impl FakeItem {
    fn get_secret(&self, session: OwnedObjectPath) -> Result<(EncryptedSecret,), SecretError> {
        if self.stays_locked {
            return Err(SecretError::IsLocked("a reason".to_owned()));
        }
        let mut shared_secret = [0; 128];
        let public_key = self.public_key.lock().unwrap();
        shared_secret[128 - public_key.len()..].copy_from_slice(&public_key);
        let mut key = [0; 32];
        let derived = Salt::new(HKDF_SHA256, &[]).extract(&shared_secret);
        derived.expand(&[], HKDF_SHA256).unwrap().fill(&mut key).unwrap();
        let vector = [7; 16];
        let cipher = cbc::Encryptor::<Aes128>::new_from_slices(&key[..16], &vector).unwrap();
        let value = cipher.encrypt_padded_vec::<Pkcs7>(self.secret.as_bytes());
        Ok(((session, vector.to_vec(), value, "text/plain".to_owned()),))
    }
}

#[zbus::interface(name = "org.freedesktop.Secret.Prompt")]
impl FakePrompt {
    async fn prompt(&self, _window: &str, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) -> zbus::fdo::Result<()> {
        Ok(Self::completed(&emitter, self.is_dismissed, Value::from("")).await?)
    }

    #[zbus(signal)]
    async fn completed(emitter: &SignalEmitter<'_>, dismissed: bool, result: Value<'_>) -> zbus::Result<()>;
}

#[test]
#[ignore = "needs a message bus"]
fn asks_the_user_to_unlock_the_keyring() {
    let locked =
        |cause: &str| format!("error: the keyring is locked\ncaused by: {cause}\nhint: unlock the keyring; or ");
    let rejected = locked("org.freedesktop.Secret.Error.IsLocked: a reason");
    for (is_dismissed, stays_locked, error) in
        [(false, false, None), (true, true, Some(locked("it was not unlocked"))), (false, true, Some(rejected))]
    {
        let (bus, site, public_key) = (TestBus::new(), TestSite::new(), PublicKey::default());
        let secret = site.listener.tenant().user_token(TestUser::Admin).to_owned();
        let service = bus.connect();
        let objects = service.object_server();
        objects.at("/org/freedesktop/secrets", FakeService(Arc::clone(&public_key))).unwrap();
        objects.at("/item", FakeItem { public_key, secret, stays_locked }).unwrap();
        objects.at("/prompt", FakePrompt { is_dismissed }).unwrap();
        service.request_name(SECRET_SERVICE).unwrap();
        let server = site.listener.url();
        bus.write_profile(&format!("[contexts.a]\nserver = \"{server}\"\nauth = \"api-key\"\nstore = \"keyring\"\n"));
        let run = bus.run(&["ls", "-q", "--context", "a"], "");
        match error {
            Some(error) => drop(run.fails(3, &error)),
            None => assert_eq!(run.succeeds().stdout.lines().count(), 10),
        }
    }
}
