namespace Graft.Bench;

/// <summary>All that is measured of a service, one after another.</summary>
internal sealed class ServeAll : IComparison
{
    public string Name => "serve-all";

    public string Description => "serve-all [--quick]: serve, serve-fair, serve-watch, serve-soak, serve-kills and drift, one after another";

    public int Run(string[] arguments)
    {
        var failed = 0;
        foreach (var comparison in new IComparison[] { new Serve(), new ServeFair(), new ServeWatch(), new ServeSoak(), new ServeKills(), new Drift() })
        {
            Console.WriteLine();
            Console.WriteLine($"## {comparison.Name}");
            if (comparison.Run(arguments.Contains("--quick") ? Quick(comparison) : []) != 0) failed++;
        }
        return failed == 0 ? 0 : 1;
    }

    private static string[] Quick(IComparison comparison) => comparison switch { ServeSoak => ["1"], ServeKills => ["5"], _ => ["--quick"] };
}
