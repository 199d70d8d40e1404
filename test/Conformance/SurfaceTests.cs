namespace Graft.Conformance.Tests;

public class SurfaceTests
{
    /// <summary>Set to 1 to write the files instead of comparing them, after looking at what changed.</summary>
    private const string UpdateVariable = "GRAFT_UPDATE_SURFACE";

    public static TheoryData<string> Names => [.. Assemblies.Libraries.Select(assembly => assembly.GetName().Name!)];

    [Theory, MemberData(nameof(Names))]
    public void The_public_surface_is_the_one_that_was_agreed(string name)
    {
        var surface = Surface.Of(Assemblies.Ours.Single(assembly => assembly.GetName().Name == name));
        var file = Repository.At("test", "Conformance", "surface", $"{name}.txt");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, surface);
        }
        var agreed = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        var added = surface.Split('\n').Except(agreed.Split('\n')).Select(line => $"+ {line.Trim()}");
        var removed = agreed.Split('\n').Except(surface.Split('\n')).Select(line => $"- {line.Trim()}");
        Assert.True(surface == agreed, $"The surface of {name} changed. If it is meant: {UpdateVariable}=1 dotnet run --project test/Conformance\n" +
            string.Join('\n', removed.Concat(added)));
    }
}
