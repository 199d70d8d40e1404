namespace Graft.Cli;

/// <summary>The entry point. Written out, since ASP.NET Core would make the class of top-level statements public.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        TemporaryFolder.Sweep();
        return CommandLine.Run(args);
    }
}
