namespace Graft.EndToEnd.Tests;

/// <summary>Galleries in a database, from the packages.</summary>
[Collection(PackageFeed.Collection)]
public class FacesPackageTests(PackageFeed feed)
{
    private const string Program = """
        try
        {
            Graft.Faces.FaceGallery.Open("Host=127.0.0.1;Port=1;Database=faces;Username=graft;Password=s3cret");
        }
        catch (Graft.GraftException failure)
        {
            Console.WriteLine(failure);
        }
        """;

    [Fact]
    public async Task A_program_whose_galleries_are_files_brings_no_driver_and_one_that_names_a_database_adds_its_package()
    {
        await feed.Succeed("new", "console", "--output", feed["gallery"], "--no-restore");
        await feed.Succeed("add", feed["gallery"], "package", "Graft.Faces", "--prerelease", "--no-restore");
        AtomicFile.WriteText(feed["gallery/Program.cs"], Program);
        Assert.Contains("Add the package Graft.FacesPostgres", await Run());
        Assert.Empty(Directory.GetFiles(feed["gallery/bin"], "Npgsql.dll", SearchOption.AllDirectories));
        await feed.Succeed("add", feed["gallery"], "package", "Graft.FacesPostgres", "--prerelease", "--no-restore");
        Assert.Contains("'postgresql://graft@127.0.0.1:1/faces' could not be reached", await Run());
        Assert.NotEmpty(Directory.GetFiles(feed["gallery/bin"], "Npgsql.dll", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Trimming_keeps_what_is_found_by_its_name()
    {
        await feed.Succeed("new", "console", "--output", feed["trimmed gallery"], "--no-restore");
        await feed.Succeed("add", feed["trimmed gallery"], "package", "Graft.FacesPostgres", "--prerelease", "--no-restore");
        AtomicFile.WriteText(feed["trimmed gallery/Program.cs"], Program);
        var published = await feed.Dotnet("trimmed gallery", "publish", "-r", "linux-x64", "--self-contained", "-p:PublishTrimmed=true",
            "-p:TreatWarningsAsErrors=false", "-o", feed["trimmed"], "-nologo");
        Assert.SkipWhen(published.Output.Contains("NU1101", StringComparison.Ordinal), "The linker is not on this machine.");
        Assert.True(published.ExitCode == 0, published.Output);
        var outcome = await feed.Execute(feed["trimmed/trimmed gallery"]);
        Assert.Contains("could not be reached", outcome.Output);
    }

    private async Task<string> Run()
    {
        var outcome = await feed.Dotnet("gallery", "run");
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        Assert.DoesNotContain("s3cret", outcome.Output);
        return outcome.Output;
    }
}
