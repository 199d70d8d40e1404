using System.Globalization;
using CsCheck;
using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Random data sets through chains of conversions: what was not announced as lost is still there.</summary>
public sealed class ConversionPropertyTests
{
    private static readonly DatasetFormat[] Formats = [DatasetFormat.Coco, DatasetFormat.Yolo, DatasetFormat.Voc];

    [Fact]
    public void What_two_conversions_do_not_announce_as_lost_is_kept() => Gen.Select(Gen.ULong, Gen.Int[0, 2], Gen.Int[0, 2]).Sample((seed, one, two) =>
    {
        using var folder = new TestFolder();
        var start = RandomObjects.Make(folder["start"], new SeededRandom(seed));
        if (!HasImages(start, Formats[one])) return;
        var first = Step(start, Formats[one], folder["first"]);
        // VOC knows classes by their objects alone.
        if (first.Classes.Count > 0 && HasImages(first, Formats[two])) Step(first, Formats[two], folder["second"]);
    }, iter: 100);

    [Fact]
    public void A_second_conversion_to_the_same_format_loses_nothing_more() => Gen.Select(Gen.ULong, Gen.Int[0, 2]).Sample((seed, one) =>
    {
        using var folder = new TestFolder();
        var start = RandomObjects.Make(folder["start"], new SeededRandom(seed));
        if (!HasImages(start, Formats[one])) return;
        DatasetConversion.Write(start, Formats[one], folder["first"]);
        var first = ObjectReader.Read(folder["first"]);
        if (first.Classes.Count == 0) return;
        var losses = DatasetConversion.Write(first, Formats[one], folder["second"]).Losses;
        Assert.True(losses.Count == 0, string.Join('\n', losses));
    }, iter: 50);

    private static ObjectDataset Step(ObjectDataset before, DatasetFormat format, string folder)
    {
        var losses = DatasetConversion.Write(before, format, folder).Losses;
        var after = ObjectReader.Read(folder);
        Assert.DoesNotContain(losses, loss => loss.Cure.Contains("do not use this copy"));
        Assert.Empty(after.Errors);
        if (format == DatasetFormat.Yolo) AssertYoloRules(folder);
        AssertKept(before, after, format, string.Join('\n', losses.Select(loss => loss.What)));
        return after;
    }

    // Written apart from the comparison that announces the losses: what it does not see is seen here.
    private static void AssertKept(ObjectDataset before, ObjectDataset after, DatasetFormat format, string said)
    {
        var images = after.Samples.ToDictionary(sample => Convert.ToHexString(File.ReadAllBytes(sample.Path)));
        // An image with crowds alone would be one with nothing on it.
        if (format == DatasetFormat.Yolo && before.Samples.Any(IsOfCrowds)) Assert.Contains("images with crowds alone are left out", said);
        if (format == DatasetFormat.Yolo) before = before.Where(sample => !IsOfCrowds(sample));
        Assert.Equal(before.Samples.Count, images.Count);
        if (!said.Contains("class"))
            Assert.Equal(before.Classes, after.Classes);
        Assert.Subset(before.Classes.Select(name => name.Trim()).ToHashSet(), after.Classes.Select(name => name.Trim()).ToHashSet());
        foreach (var sample in before.Samples)
        {
            var other = images[Convert.ToHexString(File.ReadAllBytes(sample.Path))];
            if (sample.Split != other.Split)
                Assert.True(said.Contains("no split") && (sample.Split, other.Split) is (null, "train") or ("train", null),
                    $"{sample.Split} {other.Split}\n{said}");
            if (sample.Group != other.Group) Assert.Contains("groups are not kept", said);
            var written = sample.Objects.Where(item => format != DatasetFormat.Yolo || !item.IsCrowd).ToList();
            if (written.Count < sample.Objects.Count) Assert.Contains("crowds are left out", said);
            Assert.Equal(written.Select(item => before.Classes[item.Label].Trim()), other.Objects.Select(item => after.Classes[item.Label].Trim()));
            foreach (var (one, two) in written.Zip(other.Objects))
            {
                if (!IsNear(one.Box, two.Box)) Assert.True(said.Contains("boxes ") || said.Contains("coordinates "), $"{one.Box} {two.Box}\n{said}");
                if (one.HasMask != two.HasMask) Assert.Contains("polygons ", said);
                if (one.Mask is { } mask && two.HasMask && !said.Contains("along their pixels"))
                    Assert.Equal(mask.ToBitmap(), two.MaskFor(mask.Width, mask.Height)!.ToBitmap());
                if (one.IsCrowd != two.IsCrowd) Assert.Contains("crowds become difficult", said);
                if (one.IsDifficult != two.IsDifficult) Assert.Matches("difficult", said);
                if (one.IsTruncated != two.IsTruncated) Assert.Contains("truncated", said);
                if (one.AnnotatedArea is { } area && Math.Abs(area - two.Area) > 1 + 0.01 * area) Assert.Contains("annotated areas", said);
            }
        }
        if (said.Length > 0) return;
        Assert.Equal(before.CategoryIds, after.CategoryIds);
        Assert.Equal(before.Samples.SelectMany(sample => sample.Objects).Count(item => item.HasMask),
            after.Samples.SelectMany(sample => sample.Objects).Count(item => item.HasMask));
    }

    // Without any, the conversion is refused.
    private static bool HasImages(ObjectDataset dataset, DatasetFormat format) => format != DatasetFormat.Yolo || !dataset.Samples.All(IsOfCrowds);

    private static bool IsOfCrowds(ObjectSample sample) => sample.Objects.Count > 0 && sample.Objects.All(item => item.IsCrowd);

    // What the readers of YOLO sets ask for, looked up in the files themselves.
    private static void AssertYoloRules(string folder)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "data.yaml"));
        var values = lines.Where(line => line.Contains(": ") && line[0] is not (' ' or '#'))
            .ToDictionary(line => line.Split(": ")[0], line => line.Split(": ")[1]);
        Assert.Equal($"\"{Path.GetFullPath(folder)}\"", values["path"]);
        var sources = new[] { "train", "val", "test" }.Where(values.ContainsKey).ToDictionary(split => split, split => values[split] + "/");
        Assert.Superset(new HashSet<string> { "train", "val" }, sources.Keys.ToHashSet());
        foreach (var (split, place) in sources)
        {
            Assert.True(Directory.Exists(Path.Combine(folder, place)));
            foreach (var (other, otherPlace) in sources)
                if (other != split && !(place == otherPlace && (split, other) is ("train", "val") or ("val", "train")))
                    Assert.False(otherPlace.StartsWith(place, StringComparison.Ordinal), $"{split} {place} holds {other} {otherPlace}");
        }
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "labels"), "*.txt", SearchOption.AllDirectories))
        {
            var objects = File.ReadAllLines(file).Select(line => line.Split(' ')).ToList();
            Assert.True(objects.All(words => words.Length == 5) || objects.All(words => words.Length > 6 && words.Length % 2 == 1), File.ReadAllText(file));
            Assert.All(objects.SelectMany(words => words.Skip(1)), word => Assert.InRange(double.Parse(word, CultureInfo.InvariantCulture), 0, 1));
            var image = Path.GetRelativePath(Path.Combine(folder, "labels"), file);
            var beside = Path.Combine(folder, "images", Path.GetDirectoryName(image)!);
            Assert.NotEmpty(Directory.GetFiles(beside, Path.ChangeExtension(Path.GetFileName(image), ".*")));
        }
    }

    private static bool IsNear(Box one, Box two) => Math.Abs(one.X1 - two.X1) < 2e-3 && Math.Abs(one.Y1 - two.Y1) < 2e-3
        && Math.Abs(one.X2 - two.X2) < 2e-3 && Math.Abs(one.Y2 - two.Y2) < 2e-3;
}
