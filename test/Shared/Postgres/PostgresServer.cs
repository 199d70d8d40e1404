using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Graft.Tests;

/// <summary>
/// A server of PostgreSQL for the tests of one program, in a temporary folder and on a port of its own; started when the first test asks for it. It is not
/// run as root: as root another account is taken.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>What the user <c>graft</c> is let in by: it must be seen nowhere.</summary>
    public const string Password = "s3cret; of \"graft\"";

    private static readonly Lazy<PostgresServer> _shared = new(() => new PostgresServer());
    private static readonly string? _programs = Programs();

    private readonly string _folder = Directory.CreateTempSubdirectory("graft-postgres-").FullName;
    private readonly string? _account = Environment.UserName == "root" ? Account() : null;
    private readonly Process _process;
    private readonly List<string> _log = [];

    private PostgresServer()
    {
        Port = FreePort();
        File.WriteAllText(Path.Combine(_folder, "password"), "of the superuser");
        if (_account is not null) Finish(Process.Start("chown", ["-R", _account, _folder]));
        Finish(Run("initdb", "-D", Data, "-U", "postgres", "--auth=scram-sha-256", $"--pwfile={Path.Combine(_folder, "password")}", "--no-sync", "-E", "UTF8",
            "--locale=C", "--no-instructions"));
        _process = Run("postgres", "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}",
            "-c", "fsync=off", "-c", "autovacuum=off", "-c", "shared_buffers=32MB", "-c", "max_connections=60", "-c", "log_statement=all",
            "-c", "log_line_prefix=%d: ");
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        for (var attempt = 0; ; attempt++)
        {
            var ready = Run("pg_isready", "-q", "-h", "127.0.0.1", "-p", $"{Port}");
            ready.WaitForExit();
            if (ready.ExitCode == 0) break;
            if (attempt == 300 || _process.HasExited) throw new InvalidOperationException($"PostgreSQL did not start: {LogText}");
            Thread.Sleep(100);
        }
        Sql("postgres", $"CREATE ROLE graft LOGIN PASSWORD '{Password}'; ");
        foreach (var database in new[] { "galleries", "alone" }) Sql("postgres", $"CREATE DATABASE {database} OWNER graft");
    }

    /// <summary>The server of this program's tests. The test is skipped where PostgreSQL is not installed.</summary>
    public static PostgresServer Shared
    {
        get
        {
            Assert.SkipWhen(_programs is null, "PostgreSQL is not installed (Debian: apt-get install postgresql).");
            return _shared.Value;
        }
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Its files.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>What it wrote about its work: every statement, without its parameters.</summary>
    public string LogText
    {
        get
        {
            lock (_log) return string.Join('\n', _log);
        }
    }

    /// <summary>A connection string of a database, for the user who owns it.</summary>
    public string ConnectionString(string database = "galleries") =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username=graft;Password=\"{Password.Replace("\"", "\"\"")}\"";

    /// <summary>What the superuser says to a database.</summary>
    public string Sql(string database, string sql) =>
        Finish(Run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", "-d", database, "-c", sql));

    /// <summary>Stops it, and takes its folder away.</summary>
    public void Dispose()
    {
        if (!Directory.Exists(_folder)) return;
        if (!_process.HasExited)
        {
            // At once; its own children end with it.
            Process.Start("kill", ["-QUIT", $"{_process.Id}"]).WaitForExit();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) _process.Kill();
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Stops the shared server, if it runs.</summary>
    public static void StopShared()
    {
        if (_shared.IsValueCreated) _shared.Value.Dispose();
    }

    private void Log(string? line)
    {
        if (line is null) return;
        lock (_log) _log.Add(line);
    }

    private Process Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(_account is null ? Path.Combine(_programs!, program) : "setpriv")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        if (_account is not null)
            foreach (var word in (string[])[$"--reuid={_account}", $"--regid={_account}", "--clear-groups", "--", Path.Combine(_programs!, program)])
                start.ArgumentList.Add(word);
        foreach (var word in arguments) start.ArgumentList.Add(word);
        start.Environment["PGPASSWORD"] = "of the superuser";
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start)!;
    }

    private static string Finish(Process process)
    {
        using (process)
        {
            var isRead = process.StartInfo.RedirectStandardOutput;
            var errors = isRead ? process.StandardError.ReadToEndAsync() : Task.FromResult("");
            var output = isRead ? process.StandardOutput.ReadToEnd() : "";
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{process.StartInfo.FileName}: {errors.Result}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Account() =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    // The newest that Debian has, or whatever is in the path.
    private static string? Programs()
    {
        if (!OperatingSystem.IsLinux()) return null;
        IEnumerable<string> debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin")) : [];
        return debian.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"))
                && File.Exists(Path.Combine(folder, "psql")) && File.Exists(Path.Combine(folder, "pg_isready")));
    }
}
