[assembly: AssemblyFixture(typeof(Graft.EndToEnd.Tests.ServersOfTheseTests))]

namespace Graft.EndToEnd.Tests;

/// <summary>Ends the servers with the tests: classes share them.</summary>
public sealed class ServersOfTheseTests : IDisposable
{
    public void Dispose()
    {
        PostgresServer.StopShared();
        PgliteServer.StopShared();
    }
}
