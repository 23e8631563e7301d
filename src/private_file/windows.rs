//! Creates files on Windows that only their owner has access to, and checks who can change a file or folder
//! (<https://learn.microsoft.com/windows/win32/secauthz/access-control-lists>).

mod access;

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use windows_permissions::constants::{AccessRights, SeObjectType, SecurityInformation};
use windows_permissions::utilities::current_process_sid;
use windows_permissions::wrappers::SetSecurityInfo;
use windows_permissions::{LocalBox, SecurityDescriptor};

use access::{ADMINISTRATORS, Access, EVERYONE, REPLACE_RIGHTS, SYSTEM, WRITE_RIGHTS};

use super::untrusted_path::Problem;
use crate::shell;

/// The security identifier (SID) of a user or group.
pub type UserId = String;

/// The error for a path with too many links (`ERROR_CANT_RESOLVE_FILENAME`).
pub(super) const TOO_MANY_LINKS: i32 = 1921;

/// Flags of `CreateFile`: opens a folder too, and opens a link rather than its target.
const BACKUP_SEMANTICS: u32 = 0x0200_0000;
const OPEN_REPARSE_POINT: u32 = 0x0020_0000;

/// What other programs may do with a file while it is open: read, write, and remove or rename it.
const SHARE_ALL: u32 = 0x7;
const SHARE_DELETE: u32 = 0x4;

/// The errors of a file that another program has open: `ERROR_ACCESS_DENIED`, `ERROR_SHARING_VIOLATION`.
const IN_USE_ERRORS: [Option<i32>; 2] = [Some(5), Some(32)];

/// The user that the program runs as.
///
/// # Errors
/// Windows does not tell.
pub(super) fn current_user() -> io::Result<UserId> {
    Ok(current_process_sid()?.to_string())
}

/// Whether a file could not be replaced because another program, such as a virus scanner, has it open.
pub(super) fn is_in_use(error: &io::Error) -> bool {
    IN_USE_ERRORS.contains(&error.raw_os_error())
}

/// Creates a file that only its owner has access to, and opens it for writing. An existing file is an error. Until the
/// file is closed, no other program can open it to read or write: not even one that was faster than the ACL.
pub(super) fn create_file(path: &Path) -> io::Result<File> {
    create(path, SHARE_DELETE)
}

/// Opens a lock file for writing. Creates it if it does not exist, with access for its owner only.
pub(super) fn open_lock_file(path: &Path) -> io::Result<File> {
    match create(path, SHARE_ALL) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            follow_no_link(OpenOptions::new().write(true)).open(path)
        }
        other => other,
    }
}

fn create(path: &Path, share_mode: u32) -> io::Result<File> {
    let rights = AccessRights::GenericWrite | AccessRights::WriteDac;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).access_mode(rights.bits()).share_mode(share_mode);
    let mut file = options.open(path)?;
    restrict(&mut file, "").inspect_err(|_| drop(fs::remove_file(path)))?;
    Ok(file)
}

/// Creates missing folders, outermost first. Only their owner has access to them and to what is created there.
pub(super) fn create_folders(folders: &[PathBuf]) -> io::Result<()> {
    let Some(last) = folders.last() else { return Ok(()) };
    fs::create_dir_all(last)?;
    for folder in folders {
        let rights = AccessRights::ReadControl | AccessRights::WriteDac;
        restrict(&mut open_for_acl(folder, rights)?, "OICI")?;
    }
    Ok(())
}

/// Gives full access to the user, the system and the administrators, and none to others. Nothing is inherited from the
/// folder. `inheritance` holds the flags of what a folder passes on (in SDDL, the text form of an ACL).
///
/// The type of the object is `SE_KERNEL_OBJECT`, with which Windows sets the ACL as it is. With `SE_FILE_OBJECT`, Wine
/// adds what the folder passes on.
fn restrict(file: &mut File, inheritance: &str) -> io::Result<()> {
    let user = current_user()?;
    let entries = [&user, SYSTEM, ADMINISTRATORS].map(|sid| format!("(A;{inheritance};FA;;;{sid})"));
    let descriptor: LocalBox<SecurityDescriptor> = format!("D:P{}", entries.concat()).parse()?;
    let parts = SecurityInformation::Dacl | SecurityInformation::ProtectedDacl;
    SetSecurityInfo(file, SeObjectType::SE_KERNEL_OBJECT, parts, None, None, descriptor.dacl(), None)
}

/// Makes opening a link an error: it opens the link itself, which is no regular file.
pub(super) fn follow_no_link(options: &mut OpenOptions) -> &mut OpenOptions {
    options.custom_flags(OPEN_REPARSE_POINT)
}

/// Opens a file, a folder or a link (not its target) to read or change its ACL.
fn open_for_acl(path: &Path, rights: AccessRights) -> io::Result<File> {
    OpenOptions::new().access_mode(rights.bits()).custom_flags(BACKUP_SEMANTICS | OPEN_REPARSE_POINT).open(path)
}

/// Finds out whether another user can change a folder or a link on the way.
///
/// # Errors
/// Its ACL can't be read.
pub(super) fn find_problem(path: &Path, metadata: &Metadata, user: &UserId) -> io::Result<Option<Problem>> {
    if metadata.is_file() {
        return Ok(None);
    }
    let access = Access::read(&open_for_acl(path, AccessRights::ReadControl)?)?;
    Ok(if metadata.is_symlink() {
        access.find_file_problem(user)
    } else {
        access.find_folder_problem(user, path.parent().is_none())
    })
}

/// Finds out whether an open file does not belong to the user, the system or an administrator, or whether somebody else
/// can change it.
///
/// # Errors
/// Its ACL can't be read.
pub(super) fn find_file_problem(file: &File) -> io::Result<Option<Problem>> {
    Ok(Access::read(file)?.find_file_problem(&current_user()?))
}

/// The owner of a file, unless it is the user, the system or an administrator. Files that an administrator creates often
/// belong to the group of administrators.
///
/// # Errors
/// Its owner can't be read.
pub(super) fn foreign_owner(file: &File) -> io::Result<Option<UserId>> {
    Ok(Access::read(file)?.foreign_owner(&current_user()?))
}

/// Whether anyone but the owner, the system and the administrators has any access to a file.
///
/// # Errors
/// Its ACL can't be read.
pub(super) fn is_readable_by_others(file: &File) -> io::Result<bool> {
    Ok(!Access::read(file)?.others(AccessRights::all(), &current_user()?).is_empty())
}

/// The command that makes the user the owner of a file.
pub fn take_ownership_command(path: &Path) -> String {
    let user = current_user().map_or_else(|_| "%USERNAME%".to_owned(), |user| format!("*{user}"));
    format!("icacls {} /setowner {user}, as an administrator", shell::quoted(&path.to_string_lossy()))
}

/// The commands that take the access to a file away from everyone but its owner, the system and the administrators.
pub fn make_private_command(path: &Path) -> String {
    revoke_command(path, AccessRights::all())
}

/// The commands that take all access away from the users who can write.
pub(super) fn make_read_only_command(path: &Path, problem: &Problem) -> String {
    let is_folder = *problem == Problem::WritableFolder;
    revoke_command(path, if is_folder { REPLACE_RIGHTS | AccessRights::Delete } else { WRITE_RIGHTS })
}

/// The commands that take all access away from the other users who have any of these rights. What they inherit can be
/// removed only once it is no longer inherited.
fn revoke_command(path: &Path, rights: AccessRights) -> String {
    let others = || Ok(Access::read(&open_for_acl(path, AccessRights::ReadControl)?)?.others(rights, &current_user()?));
    let others = others().unwrap_or_else(|_: io::Error| vec![EVERYONE.to_owned()]);
    let (path, others) =
        (shell::quoted(&path.to_string_lossy()), others.iter().map(|sid| format!(" *{sid}")).collect::<String>());
    format!("icacls {path} /inheritance:d, then icacls {path} /remove:g{others}")
}

/// Sets the ACL of a file or folder. `entries` is SDDL, without the user's own entry.
#[cfg(test)]
pub(super) fn set_entries(path: &Path, entries: &str) {
    let user = current_user().unwrap();
    let descriptor: LocalBox<SecurityDescriptor> = format!("D:P(A;;FA;;;{user}){entries}").parse().unwrap();
    let mut file = open_for_acl(path, AccessRights::ReadControl | AccessRights::WriteDac).unwrap();
    let parts = SecurityInformation::Dacl | SecurityInformation::ProtectedDacl;
    let list = descriptor.dacl();
    SetSecurityInfo(&mut file, SeObjectType::SE_KERNEL_OBJECT, parts, None, None, list, None).unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    use crate::private_file::{FileLock, NewFile, UntrustedPath, check_file, check_path, open, open_trusted};
    use Problem::WritableFile;

    /// The other users and groups with any access to a file or folder.
    fn others(path: &Path) -> Vec<UserId> {
        let access = Access::read(&open_for_acl(path, AccessRights::ReadControl).unwrap()).unwrap();
        access.others(AccessRights::all(), &current_user().unwrap())
    }

    #[test]
    fn new_files_and_folders_are_private_in_a_folder_that_others_can_read() {
        let home = tempfile::tempdir().unwrap();
        set_entries(home.path(), "(A;OICI;FR;;;WD)");
        let (path, new) = (home.path().join("a/b/file"), home.path().join("new"));
        let lock = FileLock::acquire(&path).unwrap();
        for text in ["one", "two"] {
            lock.write(text).unwrap();
            assert_eq!(others(&path), [""; 0], "{text}");
        }
        let file = NewFile::create(&new).unwrap();
        assert!(fs::read(&new).is_err(), "another process can read what is written later");
        file.write("fake").unwrap();
        assert_eq!(fs::read_to_string(&new).unwrap(), "fake");
        for path in [&new, &home.path().join("a"), &home.path().join("a/b"), &home.path().join("a/b/file.lock")] {
            assert_eq!(others(path), [""; 0], "{}", path.display());
        }
        fs::write(home.path().join("plain"), "").unwrap();
        assert_eq!(others(&home.path().join("plain")), [EVERYONE], "the test proves nothing");
    }

    #[test]
    fn rejects_what_others_can_change() {
        let home = tempfile::tempdir().unwrap();
        let (folder, file) = (home.path().join("folder"), home.path().join("folder/file"));
        fs::create_dir(&folder).unwrap();
        fs::write(&file, "text").unwrap();
        let problem = |error: io::Error| UntrustedPath::from_io(&error).unwrap().to_string();
        set_entries(&file, "(A;;FR;;;WD)");
        let open_file = open(&file).unwrap().unwrap();
        open_file.check(&file).unwrap();
        assert!(open_file.is_readable_by_others().unwrap());
        assert_eq!(open_file.foreign_owner().unwrap(), None);
        set_entries(&file, "(A;;FA;;;WD)");
        let expected = format!("{} is writable by other users", file.display());
        assert_eq!(problem(open_trusted(&file).err().unwrap()), expected);
        assert_eq!(problem(check_file(&fs::File::open(&file).unwrap(), &file).unwrap_err()), expected);
        set_entries(&file, "");
        assert_eq!(open_trusted(&file).unwrap().unwrap().read_text().unwrap(), "text");
        set_entries(&folder, "(A;;FA;;;WD)");
        let expected = format!("{} is writable by other users", folder.display());
        for path in [&file, &folder, &folder.join("none/deeper"), &folder.join(r"..\folder\.\file")] {
            assert_eq!(problem(check_path(path).unwrap_err()), expected);
            let verbatim = Path::new(r"\\?\").join(path.canonicalize().unwrap_or_else(|_| path.clone()));
            assert!(check_path(&verbatim).is_err(), "{}", verbatim.display());
        }
        for path in [folder.join("new"), folder.join("none/new")] {
            assert_eq!(problem(FileLock::acquire(&path).err().unwrap()), expected);
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "a file was created");
        set_entries(&folder, "(A;;FR;;;WD)");
        check_path(&file).unwrap();
    }

    #[test]
    fn refuses_a_lock_file_that_others_can_change() {
        let home = tempfile::tempdir().unwrap();
        let (path, lock_path) = (home.path().join("file"), home.path().join("file.lock"));
        fs::write(&lock_path, "").unwrap();
        set_entries(&lock_path, "(A;;FA;;;WD)");
        let error = FileLock::acquire(&path).err().unwrap();
        assert!(error.to_string().ends_with("file.lock is writable by other users"), "{error}");
    }

    #[test]
    fn hints_name_the_commands_that_remove_the_access_of_others() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a file");
        fs::write(&path, "").unwrap();
        set_entries(&path, "(A;;FA;;;WD)");
        let expected =
            format!("icacls \"{0}\" /inheritance:d, then icacls \"{0}\" /remove:g *{EVERYONE}", path.display());
        assert_eq!(make_private_command(&path), expected);
        assert_eq!(make_read_only_command(&path, &WritableFile), expected);
        let expected = format!("icacls \"{}\" /setowner *{}, as", path.display(), current_user().unwrap());
        assert!(take_ownership_command(&path).starts_with(&expected));
    }

    #[test]
    fn a_write_waits_for_a_program_that_has_the_file_open() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        fs::write(&path, "old").unwrap();
        let lock = FileLock::acquire(&path).unwrap();
        let scanner = OpenOptions::new().read(true).share_mode(0).open(&path).unwrap();
        let closer = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(300));
            drop(scanner);
        });
        lock.write("new").unwrap();
        closer.join().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        let _scanner = OpenOptions::new().read(true).share_mode(0).open(&path).unwrap();
        assert!(is_in_use(&lock.write("newer").unwrap_err()));
        assert!(!home.path().join("file.tmp").exists(), "a temporary file remains");
    }

    #[test]
    fn waits_for_another_process_with_the_lock() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        let lock = FileLock::acquire(&path).unwrap();
        assert!(FileLock::try_acquire(&path).unwrap().is_none());
        drop(lock);
        assert!(FileLock::try_acquire(&path).unwrap().is_some());
    }

    #[test]
    fn an_existing_file_is_not_replaced() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        create_file(&path).unwrap().write_all(b"text").unwrap();
        assert_eq!(create_file(&path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "text");
    }
}
