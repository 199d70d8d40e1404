using System.Diagnostics;

namespace Graft.Tests;

/// <summary>
/// PostgreSQL with pgvector for the tests of one program: PGlite, in WebAssembly on Node.js, since Debian 12 has no package of pgvector. It has one session
/// for everybody, so one gallery is tested at a time.
/// </summary>
public sealed class PgliteServer : IDisposable
{
    private static readonly Lazy<PgliteServer> _shared = new(() => new PgliteServer());

    private readonly Process _process;

    private PgliteServer()
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "serve.js")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        Port = int.TryParse(_process.StandardOutput.ReadLine(), out var port) ? port : throw new InvalidOperationException("PGlite did not start.");
    }

    /// <summary>The server of this program's tests. The test is skipped where Node.js or its packages are not there.</summary>
    public static PgliteServer Shared
    {
        get
        {
            Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "@electric-sql", "pglite-pgvector")),
                "PGlite is not installed (npm install in test/Shared/Postgres/pglite).");
            Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "node"))),
                "Node.js is not installed (Debian: apt-get install nodejs npm).");
            return _shared.Value;
        }
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>A connection string with a schema.</summary>
    public string ConnectionString(string schema) =>
        $"Host=127.0.0.1;Port={Port};Database=postgres;Username=postgres;Password=any;SSL Mode=Disable;Search Path={schema}";

    /// <summary>Stops it, if it runs.</summary>
    public static void StopShared()
    {
        if (_shared.IsValueCreated) _shared.Value.Dispose();
    }

    /// <summary>Stops it.</summary>
    public void Dispose()
    {
        if (_process.HasExited) return;
        _process.Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
    }

    private static string Folder => Repository.At("test", "Shared", "Postgres", "pglite");
}
