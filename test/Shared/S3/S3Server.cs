using System.Diagnostics;

namespace Graft.Tests;

/// <summary>S3 for the tests of one class: s3rver on Node.js, over a folder of its own, with one bucket called photos.</summary>
internal sealed class S3Server : IDisposable
{
    /// <summary>The one bucket.</summary>
    public const string Bucket = "photos";

    private readonly TestFolder _folder = new();
    private readonly Process _process;

    private S3Server()
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "serve.js"), _folder.Root])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += StopAtExit;
        Port = int.TryParse(_process.StandardOutput.ReadLine(), out var port) ? port : throw new InvalidOperationException("s3rver did not start.");
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>What tells the SDK of it.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL_S3"] = $"http://127.0.0.1:{Port}",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "S3RVER",
        ["AWS_SECRET_ACCESS_KEY"] = "S3RVER",
    };

    private static string Folder => Repository.At("test", "Shared", "S3", "s3rver");

    /// <summary>Starts one. The test is skipped where Node.js or its packages are not there.</summary>
    public static S3Server Start()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "s3rver")), "s3rver is not installed (npm install in test/Shared/S3/s3rver).");
        Assert.SkipUnless((System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "node"))),
            "Node.js is not installed (Debian: apt-get install nodejs npm).");
        return new S3Server();
    }

    /// <summary>Ends it.</summary>
    public void Stop()
    {
        if (_process.HasExited) return;
        _process.Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
    }

    // Not once it is disposed of: a test process that ends would fail by it.
    private void StopAtExit(object? sender, EventArgs e) => Stop();

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= StopAtExit;
        Stop();
        _process.Dispose();
        _folder.Dispose();
    }
}
