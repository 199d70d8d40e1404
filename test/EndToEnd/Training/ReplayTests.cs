using System.Text.Json;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary><c>graft replay</c> as a user runs it: exit code, document, and refusal by name.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_replayed_and_what_was_taken_away_is_named()
    {
        CopyPhotos(4);
        Assert.Equal(0, (await Run("train", _folder["photos"], "--strategy", "probe", "--project", _folder["runs"], "--name", "run")).Code);
        Directory.Move(_folder["photos"], _folder["moved"]);

        var (code, output, error) = await Run("replay", _folder["runs/run"]);
        Assert.Equal(2, code);
        Assert.Contains("The data of the run are not there.", error);

        (code, output, error) = await Run("replay", _folder["runs/run"], "--data", _folder["moved"], "--json");
        Assert.True(code == 0, error);
        using var document = JsonDocument.Parse(output);
        Assert.Equal("equal", document.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(_folder["runs/run-replay"], document.RootElement.GetProperty("replay").GetString());

        var gone = Directory.EnumerateFiles(_folder["moved"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.Delete(gone);
        (code, _, error) = await Run("replay", _folder["runs/run"], "--data", _folder["moved"]);
        Assert.Equal(2, code);
        Assert.Contains($"{Path.GetRelativePath(_folder["moved"], gone).Replace('\\', '/')}: It is gone since.", error);
    }

    private void CopyPhotos(int ofEach)
    {
        foreach (var source in Directory.EnumerateDirectories(Repository.At("samples", "photos")))
        {
            var target = Directory.CreateDirectory(_folder[$"photos/{Path.GetFileName(source)}"]);
            foreach (var photo in Directory.EnumerateFiles(source, "*.jpg").Order(StringComparer.Ordinal).Take(ofEach))
                File.Copy(photo, Path.Combine(target.FullName, Path.GetFileName(photo)));
        }
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run(arguments, new Terminal(output, error));
        return (code, output.ToString(), error.ToString());
    }
}
