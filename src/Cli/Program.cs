using Graft.Mpi;

namespace Graft.Cli;

/// <summary>The entry point. Written out, since ASP.NET Core would make the class of top-level statements public.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        // A launcher may give its ranks a terminal that nobody looks at, and .NET writes to it what prepares a keyboard.
        if (MpiLauncher.Current is not null) Environment.SetEnvironmentVariable("TERM", "dumb");
        TemporaryFolder.Sweep();
        return CommandLine.Run(args);
    }
}
