$ErrorActionPreference = 'Stop'

# Chocolatey does not distinguish arm64, so the script chooses the archive: 9 is x64, and 12 is arm64.
$architecture = (Get-WmiObject Win32_Processor | Select-Object -First 1).Architecture
$archive = switch ($architecture) {
  9 {
    @{
      url      = '{{url x86_64-pc-windows-msvc}}'
      checksum = '{{sha256 x86_64-pc-windows-msvc}}'
    }
  }
  12 {
    @{
      url      = '{{url aarch64-pc-windows-msvc}}'
      checksum = '{{sha256 aarch64-pc-windows-msvc}}'
    }
  }
  default { throw "qlik-api-key has no release for this processor (architecture $architecture)" }
}

# Chocolatey puts every .exe file of this folder on PATH.
$folder = Split-Path -Parent $MyInvocation.MyCommand.Definition
Install-ChocolateyZipPackage -PackageName $env:ChocolateyPackageName -UnzipLocation $folder -ChecksumType sha256 @archive
