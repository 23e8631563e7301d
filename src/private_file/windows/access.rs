//! [`Access`]: the owner of a file or folder, and whom its access control list (ACL) lets in.

use std::fs::File;
use std::io;

use windows_permissions::constants::{AccessRights, AceFlags, AceType, SeObjectType, SecurityInformation};
use windows_permissions::wrappers::{ConvertSecurityDescriptorToStringSecurityDescriptor, GetSecurityInfo};
use windows_permissions::{Ace, SecurityDescriptor};

use super::UserId;
use crate::private_file::untrusted_path::Problem;

/// SIDs that are the same on each computer
/// (<https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers>).
pub(super) const EVERYONE: &str = "S-1-1-0";
pub(super) const SYSTEM: &str = "S-1-5-18";
pub(super) const ADMINISTRATORS: &str = "S-1-5-32-544";
const TRUSTED_INSTALLER: &str = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
/// Stand for the owner, who is checked separately.
const CREATOR_OWNER: &str = "S-1-3-0";
const OWNER_RIGHTS: &str = "S-1-3-4";

/// The rights to change a file or a link, or to replace it.
pub(super) const WRITE_RIGHTS: AccessRights = AccessRights::from_bits_truncate(
    AccessRights::Bit1.bits() // FILE_WRITE_DATA
        | AccessRights::Bit2.bits() // FILE_APPEND_DATA
        | AccessRights::Delete.bits()
        | AccessRights::WriteDac.bits()
        | AccessRights::WriteOwner.bits()
        | AccessRights::GenericWrite.bits()
        | AccessRights::GenericAll.bits(),
);

/// The rights to replace what is in a folder. A right to create something there is none of them, as in a sticky folder
/// on Unix.
pub(super) const REPLACE_RIGHTS: AccessRights = AccessRights::from_bits_truncate(
    AccessRights::Bit6.bits() // FILE_DELETE_CHILD
        | AccessRights::WriteDac.bits()
        | AccessRights::WriteOwner.bits()
        | AccessRights::GenericAll.bits(),
);

/// The owner of a file or folder, and what its ACL allows to whom. What it denies is ignored.
pub(super) struct Access {
    owner: UserId,
    allowed: Vec<(UserId, AccessRights)>,
}

impl Access {
    pub(super) fn read(file: &File) -> io::Result<Self> {
        let parts = SecurityInformation::Owner | SecurityInformation::Dacl;
        let descriptor = GetSecurityInfo(file, SeObjectType::SE_FILE_OBJECT, parts)?;
        Self::new(&descriptor)
    }

    fn new(descriptor: &SecurityDescriptor) -> io::Result<Self> {
        let owner = descriptor.owner().map(ToString::to_string).unwrap_or_default();
        let text = ConvertSecurityDescriptorToStringSecurityDescriptor(descriptor, SecurityInformation::Dacl)?;
        let text = text.to_string_lossy();
        // Without a list, everyone has full access.
        let has_list = text.starts_with("D:") && !text.contains("NO_ACCESS_CONTROL");
        let Some(list) = has_list.then(|| descriptor.dacl()).flatten() else {
            return Ok(Self { owner, allowed: vec![(EVERYONE.to_owned(), AccessRights::all())] });
        };
        Ok(Self { owner, allowed: (0..list.len()).filter_map(|index| allowed_access(list.get_ace(index)?)).collect() })
    }

    pub(super) fn find_file_problem(&self, user: &UserId) -> Option<Problem> {
        let is_writable = !self.others(WRITE_RIGHTS, user).is_empty();
        self.find_owner_problem(user).or(is_writable.then_some(Problem::WritableFile))
    }

    pub(super) fn find_folder_problem(&self, user: &UserId, is_root: bool) -> Option<Problem> {
        // Who may delete a folder may rename it. Nobody can rename a root.
        let rights = if is_root { REPLACE_RIGHTS } else { REPLACE_RIGHTS | AccessRights::Delete };
        let is_writable = !self.others(rights, user).is_empty();
        self.find_owner_problem(user).or(is_writable.then_some(Problem::WritableFolder))
    }

    fn find_owner_problem(&self, user: &UserId) -> Option<Problem> {
        self.foreign_owner(user).map(Problem::ForeignOwner)
    }

    /// The owner, unless it is the user, the system or an administrator.
    pub(super) fn foreign_owner(&self, user: &UserId) -> Option<UserId> {
        (!is_trusted(&self.owner, user)).then(|| self.owner.clone())
    }

    /// The other users and groups who have any of these rights.
    pub(super) fn others(&self, rights: AccessRights, user: &UserId) -> Vec<UserId> {
        let others = self.allowed.iter().filter(|(sid, allowed)| allowed.intersects(rights) && !is_trusted(sid, user));
        others.map(|(sid, _)| sid.clone()).collect()
    }
}

/// Whom an entry of an ACL allows what. `None` if it denies something, or is only passed on.
fn allowed_access(entry: &Ace) -> Option<(UserId, AccessRights)> {
    use AceType::{
        ACCESS_ALLOWED_ACE_TYPE, ACCESS_ALLOWED_CALLBACK_ACE_TYPE, ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE,
        ACCESS_ALLOWED_OBJECT_ACE_TYPE,
    };
    let allows = matches!(
        entry.ace_type(),
        ACCESS_ALLOWED_ACE_TYPE
            | ACCESS_ALLOWED_CALLBACK_ACE_TYPE
            | ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE
            | ACCESS_ALLOWED_OBJECT_ACE_TYPE
    );
    let applies = allows && !entry.flags().contains(AceFlags::InheritOnly);
    applies.then(|| Some((entry.sid()?.to_string(), entry.mask()))).flatten()
}

/// Whether this is the user, or an account that can read and change everything anyway.
fn is_trusted(sid: &str, user: &UserId) -> bool {
    // The built-in administrator and the domain's administrators have fixed numbers in their domain.
    let is_administrator = sid.starts_with("S-1-5-21-") && (sid.ends_with("-500") || sid.ends_with("-512"));
    // An app's container, which limits what the user's own apps can do. It gives no access to other users.
    let is_app = sid.starts_with("S-1-15-");
    sid == user
        || [SYSTEM, ADMINISTRATORS, TRUSTED_INSTALLER, CREATOR_OWNER, OWNER_RIGHTS].contains(&sid)
        || is_administrator
        || is_app
}

#[cfg(test)]
mod tests {
    use super::*;

    use Problem::{ForeignOwner, WritableFile, WritableFolder};
    use windows_permissions::LocalBox;

    const USER: &str = "S-1-5-21-1-2-3-1001";
    const OTHER: &str = "S-1-5-21-1-2-3-1002";

    fn access(owner: &str, entries: &str) -> Access {
        let text = format!("O:{owner}D:{entries}");
        let descriptor: LocalBox<SecurityDescriptor> = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        Access::new(&descriptor).unwrap()
    }

    #[test]
    fn trusts_files_and_folders_by_owner_and_acl() {
        let user = USER.to_owned();
        for (entries, folder, file, is_private) in [
            ("", None, None, true),
            (&format!("(A;;FA;;;{USER})(A;;FA;;;SY)(A;;FA;;;BA)"), None, None, true),
            // The list of a folder in a user's profile, and of the folder `C:\Users`.
            (&format!("(A;OICI;FA;;;{USER})(A;OICIID;FA;;;S-1-15-3-65536-1)(A;OICI;FA;;;S-1-3-0)"), None, None, true),
            ("(A;OICI;0x1200a9;;;BU)(A;OICI;0x1200a9;;;WD)(A;OICIIO;FA;;;CO)", None, None, false),
            // The list of `C:\`: users may create folders.
            ("(A;OICI;0x1200a9;;;BU)(A;OICIIO;0x1301bf;;;AU)(A;;0x4;;;AU)", None, Some(WritableFile), false),
            // What users may do on a data drive.
            ("(A;ID;0x1301bf;;;AU)", Some(WritableFolder), Some(WritableFile), false),
            (&format!("(A;;FR;;;{OTHER})"), None, None, false),
            (&format!("(A;;0x2;;;{OTHER})"), None, Some(WritableFile), false),
            (&format!("(A;;0x40000;;;{OTHER})"), Some(WritableFolder), Some(WritableFile), false),
            ("(A;;0x40;;;S-1-5-4)", Some(WritableFolder), None, false),
            ("(A;;GA;;;WD)", Some(WritableFolder), Some(WritableFile), false),
            ("(A;OICIIO;GA;;;WD)", None, None, true),
            ("(D;;FA;;;WD)", None, None, true),
            (
                &format!("(A;;FA;;;S-1-5-21-1-2-3-500)(A;;FA;;;S-1-5-21-1-2-3-512)(A;;FA;;;{TRUSTED_INSTALLER})"),
                None,
                None,
                true,
            ),
        ] {
            for owner in [USER, SYSTEM, ADMINISTRATORS, TRUSTED_INSTALLER, "S-1-5-21-1-2-3-500"] {
                let access = access(owner, entries);
                assert_eq!(access.find_folder_problem(&user, false), folder, "{owner} {entries}");
                assert_eq!(access.find_file_problem(&user), file, "{owner} {entries}");
                assert_eq!(access.others(AccessRights::all(), &user).is_empty(), is_private, "{owner} {entries}");
            }
            for owner in [OTHER, EVERYONE, "S-1-5-32-545"] {
                let problem = Some(ForeignOwner(owner.to_owned()));
                assert_eq!(access(owner, entries).find_folder_problem(&user, false), problem, "{entries}");
                assert_eq!(access(owner, entries).find_file_problem(&user), problem, "{entries}");
            }
        }
        // A drive can't be renamed or removed.
        assert_eq!(access(SYSTEM, "(A;;0x1301bf;;;AU)").find_folder_problem(&user, true), None);
        assert_eq!(access(SYSTEM, "(A;;FA;;;AU)").find_folder_problem(&user, true), Some(WritableFolder));
    }

    #[test]
    fn a_file_without_a_list_is_open_to_everyone() {
        let descriptor: LocalBox<SecurityDescriptor> = format!("O:{USER}").parse().unwrap();
        assert_eq!(Access::new(&descriptor).unwrap().find_file_problem(&USER.to_owned()), Some(WritableFile));
    }
}
