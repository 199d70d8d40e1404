using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Graft.Conformance.Tests;

/// <summary>The image is described twice, for podman and for the SDK: both say the same.</summary>
public partial class ContainerTests
{
    private static readonly string Containerfile = Sources.Text("deploy/Containerfile").ReplaceLineEndings("\n");
    private static readonly XDocument Project = XDocument.Load(Assemblies.ProjectFile("Cli"));

    [Fact]
    public void Both_set_the_same_environment()
    {
        var block = Containerfile[Containerfile.IndexOf("\nENV ", StringComparison.Ordinal)..];
        var inFile = Setting().Matches(block[..block.IndexOf("\nUSER", StringComparison.Ordinal)]).Select(match => match.Value)
            .Order(StringComparer.Ordinal);
        var inProject = Project.Descendants("ContainerEnvironmentVariable")
            .Select(item => $"{item.Attribute("Include")!.Value}={item.Attribute("Value")!.Value}");
        Assert.Equal(inFile, inProject.Order(StringComparer.Ordinal));
        Assert.Contains("ORT_DISABLE_TELEMETRY=1", inFile);
    }

    [Theory]
    [InlineData("ContainerUser", "USER ")]
    [InlineData("ContainerWorkingDirectory", "WORKDIR ")]
    [InlineData("ContainerBaseImage", "ARG BASE=")]
    public void Both_have_the_same_user_folder_and_base(string property, string instruction) =>
        Assert.Equal(Project.Descendants(property).Single().Value,
            Containerfile.Split('\n').Last(line => line.StartsWith(instruction, StringComparison.Ordinal))[instruction.Length..]);

    [GeneratedRegex(@"[A-Za-z_]+=[^ \\\n]+")]
    private static partial Regex Setting();
}
