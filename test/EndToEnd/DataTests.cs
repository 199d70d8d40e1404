using System.Text.Json;

namespace Graft.EndToEnd.Tests;

public class DataTests
{
    [Fact]
    public async Task The_bundled_photos_are_found_to_be_in_order()
    {
        var outcome = await CommandLineProcess.Run("data", "inspect", "samples/photos", "--json");
        Assert.Equal(0, outcome.ExitCode);
        var document = outcome.Document();
        Assert.Equal(107, document.GetProperty("images").GetInt32());
        Assert.Equal(4, document.GetProperty("classes").EnumerateObject().Count());
        Assert.Empty(document.GetProperty("unusable").EnumerateObject());
    }

    [Fact]
    public async Task Bad_images_are_all_listed_with_their_cure_and_end_with_2()
    {
        using var folder = PhotosWithTwoBadOnes();
        var outcome = await CommandLineProcess.Run("data", "inspect", folder.Root);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("fish/empty.jpg", outcome.Output);
        Assert.Contains("tool/text.jpg", outcome.Output);
    }

    [Fact]
    public async Task Bad_images_are_left_out_of_a_split_by_name_where_the_user_says_so()
    {
        using var folder = PhotosWithTwoBadOnes();
        var outcome = await CommandLineProcess.Run(folder.Root, ["data", "split", ".", "--on-bad-image", "skip", "--json"]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(2, outcome.Document().GetProperty("leftOut").GetInt32());
        Assert.Contains("fish/empty.jpg", outcome.Error);
        Assert.DoesNotContain("empty.jpg", File.ReadAllText(folder["split.csv"]));
    }

    [Fact]
    public async Task A_split_can_be_read_again_and_keeps_its_splits()
    {
        using var folder = new TestFolder();
        var manifest = Path.Combine(folder.Root, "sub", "split.csv");
        var split = await CommandLineProcess.Run("data", "split", "samples/photos", "--out", manifest, "--val-split", "0.25", "--seed", "7", "--json");
        Assert.Equal(0, split.ExitCode);
        var (train, val) = (Count(split.Document(), "train"), Count(split.Document(), "val"));
        Assert.Equal(107, train + val);
        Assert.InRange(val, 24, 30);

        var again = await CommandLineProcess.Run("data", "split", manifest, "--out", folder["again.csv"], "--seed", "8", "--json");
        Assert.Equal((train, val), (Count(again.Document(), "train"), Count(again.Document(), "val")));
    }

    private static int Count(JsonElement document, string split) => document.GetProperty(split).GetInt32();

    private static TestFolder PhotosWithTwoBadOnes()
    {
        var folder = new TestFolder();
        foreach (var name in new[] { "fish", "tool" })
        {
            Directory.CreateDirectory(folder[name]);
            foreach (var photo in Directory.GetFiles(Repository.At("samples", "photos", name)).Order().Take(6))
                File.Copy(photo, Path.Combine(folder[name], Path.GetFileName(photo)));
        }
        File.WriteAllBytes(folder["fish/empty.jpg"], []);
        File.WriteAllText(folder["tool/text.jpg"], "This is no image.");
        return folder;
    }
}
