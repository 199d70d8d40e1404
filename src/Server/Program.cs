using System.Globalization;
using Graft.Serving;
using Graft.ServingFaces;

namespace Graft.Server;

/// <summary>
/// The service alone, for containers and services: no training in it. Settings come from the command line, by the names of the flags of <c>graft serve</c>, and
/// where it says nothing from variables such as GRAFT_MODELS: <c>Graft.Server --models models/ --urls http://0.0.0.0:8080 --keys keys.json</c>.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            await ServiceHost.Run(ServeSettingsReader.Read(args, Environment.GetEnvironmentVariables()), FacesHost.Add, CancellationToken.None);
            return 0;
        }
        catch (GraftException mistake)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"error: {mistake.Message}"));
            return mistake.ExitCode;
        }
    }
}
