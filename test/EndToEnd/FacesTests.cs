using System.Text.Json;

namespace Graft.EndToEnd.Tests;

/// <summary><c>graft faces</c> as a user runs it.</summary>
public class FacesTests
{
    private const string Photo = "samples/photos/tool/hammer1.jpg";

    [Fact]
    public async Task An_image_without_faces_has_none_and_leaves_a_comparison_undecided()
    {
        var detected = await CommandLineProcess.Run("faces", "detect", Photo, "--min-face", "0.3", "--json");
        Assert.True(detected.ExitCode == 0, detected.Error);
        using var document = JsonDocument.Parse(detected.Output);
        Assert.Empty(document.RootElement.GetProperty("images")[0].GetProperty("faces").EnumerateArray());
        Assert.Equal("dlib_face_resnet", document.RootElement.GetProperty("contract").GetProperty("descriptor").GetString());

        var verified = await CommandLineProcess.Run("faces", "verify", Photo, Photo, "--min-face", "0.3");
        Assert.Equal(0, verified.ExitCode);
        Assert.StartsWith($"undecided: no face is found on {Photo}", verified.Output);
    }

    [Fact]
    public async Task A_file_that_is_no_image_is_named_and_the_others_are_answered()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["broken.jpg"], "no image");
        var outcome = await CommandLineProcess.Run("faces", "represent", folder["broken.jpg"], Photo, "--min-face", "0.3");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("broken.jpg", outcome.Error);
        using var document = JsonDocument.Parse(outcome.Output);
        Assert.Equal(2, document.RootElement.GetProperty("images").GetArrayLength());
    }

    [Fact]
    public async Task Two_photographs_of_one_person_match_and_of_two_do_not()
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        using var folder = new TestFolder();
        var portrait = FacePhotos.Found!.Portrait;
        var one = await CommandLineProcess.Run("faces", "verify", portrait, portrait, "--json");
        using var document = JsonDocument.Parse(one.Output);
        Assert.Equal("match", document.RootElement.GetProperty("decision").GetString());
        Assert.Contains("author", document.RootElement.GetProperty("evidence").GetString());
        Assert.False(document.RootElement.GetProperty("first").TryGetProperty("landmarks", out _));
        var other = await CommandLineProcess.Run("faces", "verify", portrait, Path.Combine(FacePhotos.Found.Folder, "faces", "2008_002506.jpg"));
        Assert.StartsWith("no match", other.Output);
        var drawn = await CommandLineProcess.Run("faces", "detect", portrait, "--save", "--project", folder.Root);
        Assert.Equal(0, drawn.ExitCode);
        Assert.Contains("good enough", drawn.Output);
        Assert.Single(Directory.GetFiles(folder["detect"], "*.jpg"));
    }

    [Fact]
    public async Task The_card_of_a_face_network_says_what_it_learned_from()
    {
        var outcome = await CommandLineProcess.Run("models", "dlib_face_resnet");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("learned from  about 3 million faces of 7485 people", outcome.Output);
    }

    [Fact]
    public async Task The_program_of_the_guide_compares_two_photographs()
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        var program = Path.Combine(AppContext.BaseDirectory, "Graft.Guide.dll");
        var outcome = await CommandLineProcess.Run(Repository.Root, ["faces", FacePhotos.Found!.Portrait, FacePhotos.Found.Portrait], program: program);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("128 numbers", outcome.Output);
        Assert.Contains("distance 0.000", outcome.Output);
    }
}
