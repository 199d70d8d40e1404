using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Graft.EndToEnd.Tests;

/// <summary>A page in Debian's chromium. What a person does on it is a script beside the page's own, under the page's own rules for scripts.</summary>
internal static class BrowserPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The program, or null.</summary>
    public static string? Program { get; } = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>Why there is none.</summary>
    public static string Reason => "Needs Debian's chromium (apt-get install chromium); .ci/run installs it where it may.";

    /// <summary>Opens a copy of the page, does something on it, and gives the document as it is then.</summary>
    /// <param name="page">The file.</param>
    /// <param name="script">What is done.</param>
    /// <param name="folder">Where the copy and the browser's own files go.</param>
    public static async Task<string> After(string page, string script, TestFolder folder)
    {
        var text = await File.ReadAllTextAsync(page);
        Assert.Contains("script-src 'sha256-", text);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        text = text.Replace("script-src 'sha256-", $"script-src 'sha256-{hash}' 'sha256-").Replace("</body>", $"<script>{script}</script></body>");
        await File.WriteAllTextAsync(folder["copy.html"], text);
        string[] flags =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", $"--user-data-dir={folder["browser"]}", "--virtual-time-budget=5000", "--dump-dom",
        ];
        var start = new ProcessStartInfo(Program!, [.. flags, new Uri(folder["copy.html"]).AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var document = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, await complaints);
            return document;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
