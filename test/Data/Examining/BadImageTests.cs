using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Files that are no images, all found before anything starts.</summary>
public sealed class BadImageTests : IDisposable
{
    private static readonly string[] Bad = ["cat/bomb.png", "cat/empty.jpg", "cat/text.jpg", "dog/cut.jpg", "dog/really_png.jpg"];
    private readonly TestFolder _folder = new();
    private readonly ImageDataset _dataset;

    public BadImageTests()
    {
        Images.WriteClasses(_folder.Root, ("cat", 3), ("dog", 3));
        Images.Write(_folder["cat/bomb.png"], Images.PngOf(30_000, 30_000));
        Images.Write(_folder["cat/empty.jpg"], []);
        Images.Write(_folder["cat/text.jpg"], "These are words, not an image."u8.ToArray());
        Images.Write(_folder["dog/cut.jpg"], ImageEncoder.EncodeJpeg(Images.Pattern(99), 90)[..^600]);
        Images.Write(_folder["dog/really_png.jpg"], ImageEncoder.EncodePng(Images.Pattern(98)));
        _dataset = DatasetReader.Read(_folder.Root);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_bad_images_are_reported_at_once_by_name()
    {
        var examination = DatasetExamination.Examine(_dataset);
        Assert.Equal(Bad, examination.Problems.Where(problem => !problem.IsWarning).Select(problem => problem.Where));
        var error = Assert.Throws<ProblemsException>(examination.ThrowIfErrors);
        Assert.All(Bad, name => Assert.Contains(name, error.Message));
        Assert.Contains("has 5 problems that must be fixed first", error.Message);
        Assert.All(examination.Problems, problem => Assert.NotEmpty(problem.Cure));
    }

    [Fact]
    public void Skipping_leaves_them_out_and_lists_them()
    {
        var examination = DatasetExamination.Examine(_dataset, new ExaminationOptions { OnBadImage = OnBadImage.Skip });
        examination.ThrowIfErrors();
        Assert.Equal(Bad, examination.Problems.Where(problem => Bad.Contains(problem.Where)).Select(problem => problem.Where));
        var cleaned = examination.WithoutBadImages();
        Assert.Equal(Bad, cleaned.LeftOut.Select(facts => facts.Name));
        Assert.All(cleaned.LeftOut, facts => Assert.NotNull(facts.Error));
        Assert.Equal([3, 3], cleaned.Dataset.CountPerClass());
        Assert.Equal([3, 3], examination.CountPerClass());
        var split = DatasetSplit.Make(cleaned.Dataset, examination, 0.3, seed: 1);
        Assert.Equal(6, split.Train.Count + split.Validation.Count);
    }

    [Fact]
    public void A_class_of_which_nothing_is_left_is_an_error_even_when_skipping()
    {
        using var folder = new TestFolder();
        Images.WriteClasses(folder.Root, ("cat", 2), ("dog", 2));
        Images.Write(folder["owl/1.jpg"], []);
        var examination = DatasetExamination.Examine(DatasetReader.Read(folder.Root), new ExaminationOptions { OnBadImage = OnBadImage.Skip });
        Assert.True(examination.HasErrors);
        Assert.Contains(examination.Problems, problem => problem is { Where: "owl", IsWarning: false });
    }

    [Fact]
    public void A_file_that_went_away_is_reported()
    {
        File.Delete(_folder["dog/0.jpg"]);
        var facts = DatasetExamination.Examine(_dataset).Facts.Single(facts => facts.Name == "dog/0.jpg");
        Assert.Contains("cannot be read", facts.Error!.What);
        Assert.Equal("", facts.Sha256);
    }

    [Fact]
    public void Good_images_have_their_size_hash_and_length()
    {
        var facts = DatasetExamination.Examine(_dataset).Facts.Single(facts => facts.Name == "cat/0.jpg");
        Assert.Null(facts.Error);
        Assert.Equal((96, 80), (facts.Width, facts.Height));
        var bytes = File.ReadAllBytes(_folder["cat/0.jpg"]);
        Assert.Equal(bytes.Length, facts.Bytes);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), facts.Sha256);
    }

    [Fact]
    public void Progress_counts_to_the_end_and_cancelling_stops()
    {
        var progress = new Counter();
        DatasetExamination.Examine(_dataset, progress: progress);
        Assert.Equal(_dataset.Samples.Count, progress.Most);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => DatasetExamination.Examine(_dataset, cancellation: source.Token));
    }

    [Fact]
    public void Options_out_of_range_are_told_together()
    {
        var error = Assert.Throws<ProblemsException>(() => DatasetExamination.Examine(_dataset, new ExaminationOptions { NearDuplicateBits = 12, SmallestSide = 0 }));
        Assert.Equal(["NearDuplicateBits", "SmallestSide"], error.Problems.Select(problem => problem.Where).Order());
    }

    private sealed class Counter : IProgress<ExaminationProgress>
    {
        private readonly Lock _lock = new();

        public int Most { get; private set; }

        public void Report(ExaminationProgress value)
        {
            lock (_lock) Most = Math.Max(Most, value.Done);
        }
    }
}
