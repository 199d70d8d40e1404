using Graft.Reports;

namespace Graft.Tests.Reports;

public class PredictionsFileTests
{
    [Fact]
    public void A_line_holds_file_label_prediction_score_and_all_scores()
    {
        using var folder = new TestFolder();
        PredictionsFile.Write(folder["predictions.csv"], ["fish", "a, \"b\""],
            [new("fish/one.jpg", "fish", [0.75f, 0.25f]), new("new,2.jpg", null, [0.25f, 0.75f])]);
        Assert.Equal(""""
            file,label,predicted,score,fish,"a, ""b"""
            fish/one.jpg,fish,fish,0.750000,0.750000,0.250000
            "new,2.jpg",,"a, ""b""",0.750000,0.250000,0.750000

            """", File.ReadAllText(folder["predictions.csv"]));
    }

    [Fact]
    public void A_row_with_too_few_scores_is_refused_and_leaves_no_file()
    {
        using var folder = new TestFolder();
        var error = Assert.Throws<GraftException>(() => PredictionsFile.Write(folder["predictions.csv"], ["a", "b"], [new("x.jpg", "a", [1])]));
        Assert.Contains("'x.jpg' has 1 scores", error.Message);
        Assert.Empty(Directory.GetFiles(folder.Root));
    }
}
