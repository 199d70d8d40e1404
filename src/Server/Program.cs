using System.Globalization;
using Graft.Serving;
using Microsoft.Extensions.Configuration;

namespace Graft.Server;

/// <summary>
/// The service alone, for containers and services: no training in it. Settings come from GRAFT_... variables and from the command line, by the names of the
/// flags of <c>graft serve</c>: <c>Graft.Server --models models/ --urls http://0.0.0.0:8080 --keys keys.json</c>.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables("GRAFT_").AddCommandLine(args).Build();
            await ServiceHost.Run(ServeSettingsReader.Read(configuration), CancellationToken.None);
            return 0;
        }
        catch (GraftException mistake)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"error: {mistake.Message}"));
            return mistake.ExitCode;
        }
    }
}
