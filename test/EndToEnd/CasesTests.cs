using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>What people bring: small data sets built after reports of other tools' users, each with what is right.</summary>
public class CasesTests
{
    private const string Jpeg = "JPEG changes the values of pixels";

    /// <summary>Folder of the case, command line below it, exit code, and words of its answer or its messages, separated by a bar.</summary>
    private static readonly (string Case, string Line, int Exit, string Words)[] Right =
    [
        ("02-labels-in-folder-called-images", "data inspect a/proj", 0, "4 usable images|text files with lines of a class number"),
        ("02-labels-in-folder-called-images", "data inspect b/images/proj", 0, "6 usable images (train 4, val 2)|Inspecting it for detect"),
        ("02-labels-in-folder-called-images", "data inspect b", 0, "6 usable images (train 4, val 2)|Inspecting it for detect"),
        ("02-labels-in-folder-called-images", "data inspect c/mix", 0, "4 usable images, 0 of them without objects|Inspecting it for detect"),
        ("04-cvat-coco", "data inspect b", 0, "6 usable images (train 4, val 2)"),
        ("04-cvat-coco", "data inspect c", 0, "4 usable images"),
        ("06-windows-lists", "data inspect .", 0, "6 usable images (train 4, val 2)|YOLO labels: data.yaml"),
        ("12-flat-segmentation", "data inspect .", 0, "with polygons of the objects|--task instances or segment is possible too"),
        ("12-flat-segmentation", "data inspect . --task segment", 0, "6 usable images (train 4, val 2)"),
        ("12-flat-segmentation", "data inspect . --task instances", 0, "6 usable images (train 4, val 2)"),
        ("27-mask-formats", "train a-jpg", 2, $"task segment: There are images in|{Jpeg}|Save the masks as PNG"),
        ("27-mask-formats", "train a-jpg --task segment", 2, Jpeg),
        ("27-mask-formats", "data inspect b-imgs", 0, "(masks): 4 usable images|Inspecting it for segment"),
        ("27-mask-formats", "data inspect c-gif", 0, "(masks): 4 usable images|Inspecting it for segment"),
        ("27-mask-formats", "data inspect d-tif", 0, "(masks): 4 usable images|Inspecting it for segment"),
        ("45-windows-text", "data inspect merge.csv", 2, "is not UTF-8|Save the file as UTF-8"),
        ("49-published-yaml", "data inspect a-download-block", 0, "4 usable images (train 3, val 1)"),
        ("49-published-yaml", "data inspect b-wrapped-list", 0, "4 usable images (train 3, val 1)|instrument"),
        ("49-published-yaml", "data inspect d-roboflow", 0, "4 usable images (train 3, val 1)|names '../test/images' for test, which does not exist"),
    ];

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, Right.Length)];

    [Theory, MemberData(nameof(Lines))]
    public async Task The_right_answer_holds(int row)
    {
        var (name, line, exit, words) = Right[row];
        foreach (var place in Places().Select(place => Path.Combine(place, name)).Where(Directory.Exists))
        {
            using var runs = new TestFolder();
            var answer = new StringWriter();
            string[] arguments = [.. Arguments(line, place), .. line.StartsWith("train") ? new[] { "--project", runs["runs"] } : []];
            var ended = await CommandLine.Run(arguments, new Terminal(answer, answer));
            Assert.True(exit == ended, $"{place}: graft {line} ended with {ended}: {answer}");
            Assert.All(words.Split('|'), word => Assert.Contains(word, answer.ToString()));
            if (exit != 0) Assert.False(Directory.Exists(runs["runs"]), "A refused start leaves no folder.");
        }
    }

    // The copies of the smallest, and all of them where they are at hand.
    private static IEnumerable<string> Places() => new[] { Repository.At("test", "cases"), Path.Combine(Repository.Root, "..", "shared", "cases") }
        .Where(Directory.Exists);

    private static IEnumerable<string> Arguments(string line, string place)
    {
        var words = line.Split(' ');
        var data = Array.FindIndex(words, word => word is not ("train" or "data" or "inspect"));
        return words.Select((word, at) => at == data ? Path.GetFullPath(Path.Combine(place, word)) : word);
    }
}
