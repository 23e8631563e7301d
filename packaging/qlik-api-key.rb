class QlikApiKey < Formula
  desc "{{description}}"
  homepage "{{repository}}"
  version "{{version}}"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "{{url aarch64-apple-darwin}}"
      sha256 "{{sha256 aarch64-apple-darwin}}"
    end
    on_intel do
      url "{{url x86_64-apple-darwin}}"
      sha256 "{{sha256 x86_64-apple-darwin}}"
    end
  end

  on_linux do
    on_arm do
      url "{{url aarch64-unknown-linux-musl}}"
      sha256 "{{sha256 aarch64-unknown-linux-musl}}"
    end
    on_intel do
      url "{{url x86_64-unknown-linux-musl}}"
      sha256 "{{sha256 x86_64-unknown-linux-musl}}"
    end
  end

  def install
    bin.install "qlik-api-key"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/qlik-api-key.bash" => "qlik-api-key"
    zsh_completion.install "completions/_qlik-api-key"
    fish_completion.install "completions/qlik-api-key.fish"
    pwsh_completion.install "completions/_qlik-api-key.ps1"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/qlik-api-key --version")
    assert_match "Terraform", shell_output("#{bin}/qlik-api-key demo -- ls")
  end
end
