using System.Text.RegularExpressions;

namespace Graft.Serving.Tests;

/// <summary>What deploy/ starts is started with flags that exist, and asked at addresses that do.</summary>
public sealed partial class DeployTests
{
    [Theory]
    [InlineData("graft.service", "ExecStart=")]
    [InlineData("kubernetes.yaml", "args:")]
    public void Every_flag_is_one_of_the_service(string file, string start)
    {
        var line = Assert.Single(File.ReadAllLines(Repository.At("deploy", file)), line => line.Contains(start));
        var flags = Flag().Matches(line).Select(match => match.Value).ToList();
        Assert.Contains("--models", flags);
        Assert.Contains("--keys", flags);
        Assert.Empty(flags.Except(ServeSettingsReader.Flags));
    }

    [Fact]
    public void Every_address_that_is_asked_is_one_of_the_service()
    {
        var asked = Address().Matches(File.ReadAllText(Repository.At("deploy", "kubernetes.yaml"))).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Equal(["/health/live", "/health/ready", "/metrics"], asked.Order(StringComparer.Ordinal));
        Assert.Empty(asked.Except(EndpointTable.All.Select(endpoint => endpoint.Pattern)));
    }

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Flag();

    [GeneratedRegex("path: (/(?:health|metrics)[a-z/]*)")]
    private static partial Regex Address();
}
