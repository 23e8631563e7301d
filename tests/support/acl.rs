//! Access control lists (ACLs) of files and folders on Windows.

use std::fs::{File, OpenOptions};
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::Path;

use windows_permissions::constants::{AccessRights, SeObjectType, SecurityInformation};
use windows_permissions::utilities::current_process_sid;
use windows_permissions::wrappers::{
    ConvertSecurityDescriptorToStringSecurityDescriptor, GetSecurityInfo, SetSecurityInfo,
};
use windows_permissions::{LocalBox, SecurityDescriptor};

/// The flag of `CreateFile` that opens a folder too.
const BACKUP_SEMANTICS: u32 = 0x0200_0000;

fn open(path: &Path) -> File {
    let rights = AccessRights::ReadControl | AccessRights::WriteDac;
    OpenOptions::new().access_mode(rights.bits()).custom_flags(BACKUP_SEMANTICS).open(path).unwrap()
}

/// Sets the access control list of a file or folder: full access for the user, and these entries (in SDDL).
pub fn set_entries(path: &Path, entries: &str) {
    let user = current_process_sid().unwrap().to_string();
    let descriptor: LocalBox<SecurityDescriptor> = format!("D:P(A;;FA;;;{user}){entries}").parse().unwrap();
    let parts = SecurityInformation::Dacl | SecurityInformation::ProtectedDacl;
    let list = descriptor.dacl();
    SetSecurityInfo(&mut open(path), SeObjectType::SE_KERNEL_OBJECT, parts, None, None, list, None).unwrap();
}

/// Whether everyone has some access to a file or folder.
pub fn is_open_to_everyone(path: &Path) -> bool {
    let list = SecurityInformation::Dacl;
    let descriptor = GetSecurityInfo(&open(path), SeObjectType::SE_FILE_OBJECT, list).unwrap();
    let text = ConvertSecurityDescriptorToStringSecurityDescriptor(&descriptor, list).unwrap();
    text.to_string_lossy().contains(";WD)")
}
