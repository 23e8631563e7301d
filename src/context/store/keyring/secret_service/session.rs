//! [`Session`]: secrets are encrypted on their way over the bus, as the Secret Service specification has it under
//! `dh-ietf1024-sha256-aes128-cbc-pkcs7`: both sides agree on a key (Diffie-Hellman), which is hashed (HKDF) to one of AES.
//! Arithmetic, hash and cipher are libraries'.

use aes::Aes128;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _};
use crypto_bigint::modular::{ConstMontyForm, ConstMontyParams as _};
use crypto_bigint::{U256, U1024, const_monty_params};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::rand::{SecureRandom as _, SystemRandom};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zeroize::Zeroizing;

use super::bus::Bus;
use super::{ROOT, SERVICE};

const ALGORITHM: &str = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

const_monty_params!(
    Prime,
    U1024,
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD\
     EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
     EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
    "The prime of the second Oakley group (RFC 2409, section 6.2), whose generator is 2."
);

const GENERATOR: U1024 = U1024::from_u8(2);

/// A secret as it goes over the bus: session, initialization vector, ciphertext, content type.
pub(super) type Encrypted = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

/// A session with the service.
pub(super) struct Session {
    path: OwnedObjectPath,
    key: Key,
}

type Key = Zeroizing<[u8; 16]>;

impl Session {
    /// Agrees on a key with the service.
    ///
    /// # Errors
    /// As [`Bus::call`]; where no random numbers are to be had; where the service has another algorithm, or sends what is
    /// no part of an exchange.
    pub(super) fn open(bus: &Bus) -> anyhow::Result<Self> {
        let exponent = Zeroizing::new(U256::from_be_slice(&*random::<32>()?));
        let ours = power(&GENERATOR, &exponent).to_be_bytes();
        // A variant, since other algorithms send something else.
        let arguments = vec![ALGORITHM.into(), Value::Value(Box::new(ours.to_vec().into()))];
        let (theirs, path): (OwnedValue, _) = bus.call(ROOT, SERVICE, "OpenSession", arguments)?;
        let key = agreed(&Vec::try_from(theirs)?, &exponent).ok_or(anyhow::anyhow!("it has no key for the session"))?;
        Ok(Self { path, key })
    }

    pub(super) fn path(&self) -> OwnedObjectPath {
        self.path.clone()
    }

    /// Encrypts a secret.
    ///
    /// # Errors
    /// Where no random numbers are to be had.
    pub(super) fn encrypted(&self, secret: &[u8], content_type: &str) -> anyhow::Result<Encrypted> {
        let vector = random::<16>()?;
        let cipher = cbc::Encryptor::<Aes128>::new((&*self.key).into(), (&*vector).into());
        let value = cipher.encrypt_padded_vec::<Pkcs7>(secret);
        Ok((self.path.clone(), vector.to_vec(), value, content_type.to_owned()))
    }

    /// Decrypts a secret; `None` where it is none of this session.
    pub(super) fn decrypted(&self, (_, vector, value, _): &Encrypted) -> Option<Vec<u8>> {
        let cipher = cbc::Decryptor::<Aes128>::new_from_slices(&*self.key, vector).ok()?;
        cipher.decrypt_padded_vec::<Pkcs7>(value).ok()
    }
}

fn random<const LENGTH: usize>() -> anyhow::Result<Zeroizing<[u8; LENGTH]>> {
    let mut bytes = Zeroizing::new([0; LENGTH]);
    SystemRandom::new().fill(&mut *bytes).map_err(|_| anyhow::anyhow!("the system has no random numbers"))?;
    Ok(bytes)
}

/// An exponent of 256 bits is as good as a longer one: the group is broken with less work than twice 128 bits of it take.
fn power(base: &U1024, exponent: &U256) -> U1024 {
    ConstMontyForm::<Prime, { U1024::LIMBS }>::new(base).pow(exponent).retrieve()
}

/// The key that follows from what the other side has sent (RFC 5869, with neither salt nor info); `None` where that is no
/// part of an exchange.
fn agreed(theirs: &[u8], exponent: &U256) -> Option<Key> {
    let mut padded = [0; U1024::BYTES];
    let place = padded.len().checked_sub(theirs.len())?;
    padded.get_mut(place..)?.copy_from_slice(theirs);
    let theirs = U1024::from_be_slice(&padded);
    // What 0, 1 and the prime less 1 lead to is known to everybody.
    if theirs <= U1024::ONE || theirs >= Prime::PARAMS.modulus().as_ref().wrapping_sub(&U1024::ONE) {
        return None;
    }
    let shared = Zeroizing::new(<[u8; U1024::BYTES]>::from(power(&theirs, exponent).to_be_bytes()));
    let mut long = Zeroizing::new([0; 32]);
    Salt::new(HKDF_SHA256, &[]).extract(&*shared).expand(&[], HKDF_SHA256).ok()?.fill(&mut *long).ok()?;
    long.first_chunk().copied().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exponent(from: u8) -> U256 {
        U256::from_be_slice(&std::array::from_fn::<u8, 32, _>(|place| from + place as u8))
    }

    fn prime_less(less: u8) -> Vec<u8> {
        let number = Prime::PARAMS.modulus().as_ref().wrapping_sub(&U1024::from_u8(less));
        number.to_be_bytes().as_ref().to_vec()
    }

    #[test]
    fn both_sides_agree_on_the_key_that_another_implementation_has() {
        let (ours, theirs) = (exponent(1), exponent(101));
        let public = |exponent| power(&GENERATOR, exponent).to_be_bytes();
        // Python's pow(), hmac and hashlib.
        let expected = 0x5a8930dd50f366b87cfd29d479726311_u128.to_be_bytes();
        assert_eq!(*agreed(public(&theirs).as_ref(), &ours).unwrap(), expected);
        assert_eq!(*agreed(public(&ours).as_ref(), &theirs).unwrap(), expected);
        // Zeros in front may be missing.
        let expected = 0xdb2c3f031637a51fbe1551f4f3e40914_u128.to_be_bytes();
        for three in [&[3][..], &[0, 0, 3]] {
            assert_eq!(*agreed(three, &ours).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_no_part_of_an_exchange_is_refused() {
        for theirs in [vec![], vec![0], vec![0, 1], prime_less(1), prime_less(0), vec![255; 128], vec![2; 129]] {
            assert!(agreed(&theirs, &exponent(1)).is_none(), "{theirs:?}");
        }
        assert!(agreed(&prime_less(2), &exponent(1)).is_some());
    }

    #[test]
    fn what_is_encrypted_can_be_decrypted_by_the_same_session_alone() {
        let session =
            |byte| Session { path: OwnedObjectPath::try_from("/a").unwrap(), key: Zeroizing::new([byte; 16]) };
        for secret in [&b""[..], b"fake", &[b'x'; 16], &[b'x'; 5000]] {
            let encrypted = session(1).encrypted(secret, "text/plain").unwrap();
            assert_eq!(session(1).decrypted(&encrypted).as_deref(), Some(secret));
            assert_ne!(session(2).decrypted(&encrypted).as_deref(), Some(secret));
            assert!(!encrypted.2.windows(4).any(|part| part == b"fake" || part == b"xxxx"));
        }
        let (path, vector, value, kind) = session(1).encrypted(b"fake", "text/plain").unwrap();
        for (vector, value) in [(vec![], value.clone()), (vector.clone(), vec![]), (vector, value[1..].to_vec())] {
            assert_eq!(session(1).decrypted(&(path.clone(), vector, value, kind.clone())), None);
        }
    }

    #[test]
    fn a_secret_is_never_encrypted_alike_twice() {
        let session = Session { path: OwnedObjectPath::try_from("/a").unwrap(), key: Key::default() };
        let encrypted = || session.encrypted(b"fake", "text/plain").unwrap();
        assert_ne!(encrypted().2, encrypted().2);
    }
}
