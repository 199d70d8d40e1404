namespace Graft.EndToEnd.Tests;

public class ModelsTests
{
    [Fact]
    public async Task The_catalogue_is_one_json_document()
    {
        var outcome = await CommandLineProcess.Run("models", "--json");
        Assert.Equal(0, outcome.ExitCode);
        var lite = outcome.Document().GetProperty("models").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "efficientnet_lite0");
        Assert.Equal(4652008, lite.GetProperty("parameters").GetInt64());
        var weights = lite.GetProperty("weights")[0];
        Assert.Equal("bundled", weights.GetProperty("where").GetString());
        Assert.Equal("Apache-2.0", weights.GetProperty("licence").GetString());
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task One_model_is_shown_with_its_stages_and_all_its_weights()
    {
        var outcome = await CommandLineProcess.Run("models", "resnet50");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("stem, stage1, stage2, stage3, stage4, neck, head", outcome.Output);
        Assert.Contains("resnet50.IMAGENET1K_V1", outcome.Output);
        Assert.Contains("resnet50.IMAGENET1K_V2 (the default)", outcome.Output);
        Assert.Contains("arXiv:1512.03385", outcome.Output);
        Assert.Contains("shorter side to 232, bilinear, centre 224 x 224", outcome.Output);
        Assert.Contains("512 x 28 x 28", outcome.Output);
        Assert.Contains("0676ba61", outcome.Output);
    }

    [Fact]
    public async Task Cost_and_input_are_those_of_the_weights_and_a_licence_without_commercial_use_is_marked()
    {
        var card = await CommandLineProcess.Run("models", "vit_h_14");
        Assert.Contains("multiply-adds for 518 x 518 pixels", card.Output);
        Assert.Contains("CC-BY-NC-4.0 (forbids commercial use), stated at https://github.com/facebookresearch/SWAG", card.Output);
        var rows = (await CommandLineProcess.Run("models", "vit_h_14", "--json")).Document().GetProperty("models")[0];
        var weights = rows.GetProperty("weights").EnumerateArray().ToList();
        Assert.Equal([518, 224], weights.Select(row => row.GetProperty("inputSize").GetInt32()));
        Assert.InRange(weights[0].GetProperty("multiplyAdds").GetDouble() / weights[1].GetProperty("multiplyAdds").GetDouble(), 5.5, 7);
        Assert.All(weights, row => Assert.False(row.GetProperty("allowsCommercialUse").GetBoolean()));
        Assert.Equal(weights[0].GetProperty("multiplyAdds").GetInt64(), rows.GetProperty("multiplyAdds").GetInt64());
    }

    [Theory]
    [InlineData("resnet*", "resnext", "", "resnext50_32x4d,resnext101_32x8d,resnext101_64x4d")]
    [InlineData("on disk", "", "--on-disk", "efficientnet_lite0,efficientnet_lite2")]
    [InlineData("small and good", "", "--family lite --max-params 5 --max-cost 1 --min-accuracy 75", "efficientnet_lite0")]
    [InlineData("licence", "", "--licence apache --sort accuracy", "efficientnet_lite2,efficientnet_lite0")]
    [InlineData("nothing is known of the speed", "", "--min-speed 1", "")]
    public async Task Networks_are_searched_and_chosen(string what, string text, string flags, string expected)
    {
        string[] arguments =
        [
            "models",
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            "--json",
        ];
        var outcome = await CommandLineProcess.Run(arguments);
        Assert.True(outcome.ExitCode == 0, $"{what}: {outcome.Error}");
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries),
            outcome.Document().GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()!));
    }

    [Theory]
    [InlineData("detect", "fasterrcnn_resnet50_fpn", "box_map", 37.0)]
    [InlineData("instances", "maskrcnn_resnet50_fpn", "mask_map", 34.6)]
    [InlineData("segment", "fcn_resnet50", "miou", 60.5)]
    public async Task Networks_of_other_tasks_are_listed_with_their_published_metrics(string task, string name, string metric, double value)
    {
        var outcome = await CommandLineProcess.Run("models", "--task", task, "--json");
        Assert.Equal(0, outcome.ExitCode);
        var rows = outcome.Document().GetProperty("models").EnumerateArray().ToList();
        Assert.All(rows, row => Assert.Equal(task, row.GetProperty("task").GetString()));
        var weights = rows.Single(row => row.GetProperty("name").GetString() == name).GetProperty("weights")[0];
        Assert.Equal(value, weights.GetProperty("metrics").GetProperty(metric).GetDouble());
    }

    [Fact]
    public async Task A_detector_has_a_card_and_is_found_by_part_of_its_name()
    {
        var card = await CommandLineProcess.Run("models", "retinanet_resnet50_fpn_v2");
        Assert.Equal(0, card.ExitCode);
        foreach (var part in new[]
                 {
                     "RetinaNet", "arXiv:1708.02002", "1344 x 800 pixels", "stem, stage1, stage2, stage3, stage4, head",
                     "COCO_V1 (the default)", "box_map 41.5 %", "longer at most 1333", "5905b1c5",
                 })
            Assert.Contains(part, card.Output);
        var list = await CommandLineProcess.Run("models", "fasterrcnn", "--json");
        Assert.Equal(4, list.Document().GetProperty("models").GetArrayLength());
        var measured = await CommandLineProcess.Run("models", "fasterrcnn", "--measure");
        Assert.Equal(0, measured.ExitCode);
        Assert.Contains("not timed: fasterrcnn_resnet50_fpn", measured.Error);
    }

    [Fact]
    public async Task The_card_of_a_network_that_no_model_file_can_hold_says_so() =>
        Assert.Contains("above the 2 GB", (await CommandLineProcess.Run("models", "vit_h_14")).Output);

    [Fact]
    public async Task A_published_network_is_written_with_its_own_classes_and_predicts()
    {
        using var folder = new TestFolder();
        var export = await CommandLineProcess.Run(folder.Root, ["export", "efficientnet_lite0"]);
        Assert.True(export.ExitCode == 0, export.Error);
        var predict = await CommandLineProcess.Run(folder.Root,
            ["predict", "efficientnet_lite0.onnx", Repository.At("samples", "photos", "tool", "hammer1.jpg"), "--json"]);
        Assert.True(predict.ExitCode == 0, predict.Error);
        Assert.Equal(1000, predict.Document().GetProperty("classes").GetArrayLength());
        Assert.Equal("hammer", predict.Document().GetProperty("predictions")[0].GetProperty("class").GetString());
        var wrong = await CommandLineProcess.Run(folder.Root,
            ["predict", "efficientnet_lite0.onnx", Repository.At("samples", "photos", "tool", "hammer1.jpg"), "--iou", "0.4"]);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("--iou is for detectors", wrong.Error);
    }

    [Fact]
    public async Task Networks_are_ranked_for_a_data_set_with_method_and_source()
    {
        var outcome = await CommandLineProcess.Run("models", "efficientnet_lite0", "--recommend", "samples/photos", "--sample", "12");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("arXiv:2102.11005", outcome.Output);
        Assert.Contains("12 of 107 images of 4 classes", outcome.Output);
        Assert.Contains("next: graft train samples/photos --model efficientnet_lite0", outcome.Error);
    }

    [Fact]
    public async Task A_name_that_nothing_has_is_answered_with_the_one_meant()
    {
        var outcome = await CommandLineProcess.Run("models", "resnet-50");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Did you mean 'resnet50'?", outcome.Error);
    }
}
