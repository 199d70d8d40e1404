using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Where YOLO's readers and Darknet put images, labels, lists and names.</summary>
public sealed class YoloLayoutTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private ulong _seed;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("path: .\ntrain: images/train\nval: images/val\nnames:\n  0: ant\n  1: bee\ndownload: |\n  import os\n  def f(box):\n      return box\n")]
    [InlineData("train: images/train\nval: images/val\nnc: 2\nnames: [ 'ant',\n         'bee' ]\n")]
    [InlineData("train: images/train\nval: images/val\nnames:\n  - ant # the first\n  - \"bee\"\nroboflow:\n  workspace: me\n  tags: [a, b]\n")]
    [InlineData("train:\n  - images/train\nval: ./images/val\nnames: {0: ant, 1: bee}\naugment: {hsv: {h: 0.1}}\n")]
    [InlineData("%YAML 1.2\n---\ntrain: !!str images/train\nval: images/val\nnames: &n [ant, bee]\nother: *n\n...\n")]
    [InlineData("\uFEFFtrain: images\\train\r\nval: images\\val\r\nnames:\r\n- ant\r\n- bee\r\n")]
    [InlineData("train: /content/datasets/bugs/images/train\nval: ../bugs/images/val\ntest:\nnames: [ant, bee]\n")]
    public void Every_published_form_of_a_description_is_read(string yaml)
    {
        Labelled("images/train/a", "1 0.5 0.5 0.25 0.5\n");
        Labelled("images/val/b", "0 0.5 0.5 0.25 0.5\n");
        File.WriteAllText(_folder["data.yaml"], yaml);
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(["ant", "bee"], dataset.Classes);
        Assert.Equal([("images/train/a.jpg", "train"), ("images/val/b.jpg", "val")], dataset.Samples.Select(sample => (sample.Name, sample.Split)));
        Assert.Empty(dataset.Warnings);
    }

    [Theory]
    [InlineData("names: [yes, no, 1]\n", "yes no 1")]
    [InlineData("names:\n  1: no\n  0: 'it''s: #1'\n", "it's: #1 no")]
    [InlineData("names: lists/obj.names\n", "ant bee")]
    public void Names_stay_as_they_are_written(string yaml, string names)
    {
        Labelled("images/a", "0 0.5 0.5 0.25 0.5\n");
        Images.Write(_folder["lists/obj.names"], "ant\nbee\n"u8.ToArray());
        File.WriteAllText(_folder["data.yaml"], "train: images\n" + yaml);
        Assert.Equal(names, string.Join(' ', ObjectReader.Read(_folder.Root).Classes));
    }

    [Theory]
    [InlineData("train: [images\nnames: [ant]\n", "not YAML")]
    [InlineData("names: [ant]\ntrain: images\n\tval: images\n", "not YAML")]
    [InlineData("train: images\nnames: {0: ant, 2: bee}\n", "gaps")]
    [InlineData("train: elsewhere\nnames: [ant]\n", "names 'elsewhere' for train")]
    [InlineData("train: images\nnames: [ant]\nkpt_shape: [17]\n", "kpt_shape")]
    public void A_description_that_says_something_else_is_refused_by_its_name(string yaml, string words)
    {
        Labelled("images/a", "0 0.5 0.5 0.25 0.5\n");
        File.WriteAllText(_folder["data.yaml"], yaml);
        var refusal = Assert.Throws<GraftException>(() => ObjectReader.Read(_folder["data.yaml"])).Message;
        Assert.Contains(words, refusal);
        Assert.Contains("data.yaml", refusal);
    }

    [Fact]
    public void Ten_thousand_brackets_are_refused_and_end_nothing()
    {
        Labelled("images/a", "0 0.5 0.5 0.25 0.5\n");
        File.WriteAllText(_folder["data.yaml"], "train: images\nnames: [ant]\nx: " + new string('[', 10_000));
        Assert.Contains("not YAML", Assert.Throws<GraftException>(() => ObjectReader.Read(_folder["data.yaml"])).Message);
    }

    [Fact]
    public void A_test_folder_that_is_not_there_is_a_warning()
    {
        Labelled("images/a", "0 0.5 0.5 0.25 0.5\n");
        File.WriteAllText(_folder["data.yaml"], "train: images\ntest: images/test\nnames: [ant]\n");
        Assert.Contains("'images/test' for test", Assert.Single(ObjectReader.Read(_folder.Root).Warnings).What);
    }

    [Theory]
    [InlineData("data/obj_train_data/")]
    [InlineData("data\\obj_train_data\\")]
    [InlineData("C:\\darknet\\obj_train_data\\")]
    [InlineData("./obj_train_data/")]
    [InlineData("")]
    public void Darknets_lists_find_their_images_by_either_slash_and_from_any_folder(string folder)
    {
        Labelled("obj_train_data/a", "1 0.5 0.5 0.25 0.5\n", beside: true);
        Labelled("obj_train_data/b", "0 0.5 0.5 0.25 0.5\n", beside: true);
        File.WriteAllText(_folder["obj.names"], "ant\nbee\n");
        File.WriteAllText(_folder["obj.data"], "classes = 2\ntrain = data/train.txt\nvalid = data/valid.txt\nnames = data/obj.names\nbackup = backup/\n");
        File.WriteAllText(_folder["train.txt"], $"{folder}a.jpg\r\n");
        File.WriteAllText(_folder["valid.txt"], $"{folder}b.jpg\n\n");
        foreach (var data in new[] { _folder.Root, _folder["obj.data"] })
        {
            var dataset = ObjectReader.Read(data);
            Assert.Equal(["ant", "bee"], dataset.Classes);
            Assert.Equal([("obj_train_data/a.jpg", "train"), ("obj_train_data/b.jpg", "val")], dataset.Samples.Select(sample => (sample.Name, sample.Split)));
            Assert.Equal(1, Assert.Single(dataset.Samples[0].Objects).Label);
        }
    }

    [Fact]
    public void Names_in_lists_that_match_nothing_and_images_that_nothing_names_are_said()
    {
        Labelled("images/a", "0 0.5 0.5 0.25 0.5\n");
        Labelled("images/b", "0 0.5 0.5 0.25 0.5\n");
        Labelled("images/left", "0 0.5 0.5 0.25 0.5\n");
        File.WriteAllText(_folder["train.txt"], "images/a.jpg\nimages/gone.jpg\n");
        File.WriteAllText(_folder["val.txt"], "images/b.jpg\n");
        File.WriteAllText(_folder["data.yaml"], "train: train.txt\nval: val.txt\nnames: [ant]\n");
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Contains(dataset.Warnings,
            warning => warning.Where == "train.txt" && warning.What.Contains("1 name is no image") && warning.What.Contains("gone"));
        Assert.Contains(dataset.Warnings, warning => warning.What.Contains("images/left.jpg"));
        Assert.Equal(2, dataset.Samples.Count);

        File.WriteAllText(_folder["val.txt"], "images/x.jpg\nimages/y.jpg\n");
        Assert.Contains("None of its 2 names", Assert.Single(ObjectReader.Read(_folder.Root).Errors).What);
    }

    [Fact]
    public void An_image_named_for_two_splits_is_not_learned_from()
    {
        Labelled("images/a", "0 0.5 0.5 0.25 0.5\n");
        Labelled("images/test/b", "0 0.5 0.5 0.25 0.5\n");
        File.WriteAllText(_folder["data.yaml"], "train: images\ntest: images/test\nnames: [ant]\n");
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(["train", "test"], dataset.Samples.Select(sample => sample.Split));
        Assert.Contains("used for test alone", Assert.Single(dataset.Warnings).What);
    }

    [Theory]
    [InlineData("images/proj/train/a", "images/proj/val/b")]
    [InlineData("plain/train/a", "other/images/val/b")]
    [InlineData("train2017/a", "val2017/b")]
    public void Labels_beside_images_are_found_in_any_folder(string train, string validation)
    {
        Labelled(train, "1 0.5 0.5 0.25 0.5\n", beside: true);
        Labelled(validation, "0 0.5 0.5 0.25 0.5\n", beside: true);
        File.WriteAllText(_folder["classes.txt"], "ant\nbee\n");
        var layout = DatasetLayout.Infer(_folder.Root).WithoutDoubt();
        Assert.Equal((DatasetFormat.Yolo, TaskKind.Detect), (layout.Format, layout.Task));
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.All(dataset.Samples, sample => Assert.Single(sample.Objects));
        Assert.Equal(["train", "val"], dataset.Samples.Select(sample => sample.Split).Order());
        Assert.Equal(["ant", "bee"], dataset.Classes);
    }

    [Fact]
    public void Key_points_behind_a_box_are_left_and_said()
    {
        Labelled("images/a", "1 0.5 0.5 0.25 0.5 0.4 0.4 2 0.6 0.6 1\n");
        File.WriteAllText(_folder["data.yaml"], "train: images\nnames: [ant, bee]\nkpt_shape: [2, 3]\n");
        Assert.Equal([TaskKind.Detect], DatasetLayout.Infer(_folder.Root).Tasks);
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(new Imaging.Box(36, 20, 60, 60), Assert.Single(dataset.Samples[0].Objects).Box);
        Assert.Contains("key points of", Assert.Single(dataset.Warnings).What);
    }

    [Fact]
    public void Two_descriptions_of_different_classes_are_not_chosen_between()
    {
        Labelled("images/a", "0 0.5 0.5 0.25 0.5\n");
        File.WriteAllText(_folder["one.yaml"], "train: images\nnames: [ant]\n");
        File.WriteAllText(_folder["two.yaml"], "train: images\nnames: [bee]\n");
        Assert.Contains("2 descriptions", Assert.Throws<GraftException>(() => ObjectReader.Read(_folder.Root)).Message);
        Assert.Equal(["bee"], ObjectReader.Read(_folder["two.yaml"]).Classes);
    }

    [Fact]
    public void Names_that_are_not_text_are_refused()
    {
        Labelled("images/a", "0 0.5 0.5 0.25 0.5\n");
        Images.Write(_folder["classes.txt"], [(byte)'b', 0xE9, (byte)'e']);
        Assert.Contains("is not UTF-8", Assert.Throws<GraftException>(() => ObjectReader.Read(_folder.Root)).Message);
    }

    private void Labelled(string name, string lines, bool beside = false)
    {
        Images.Write(_folder[name + ".jpg"], Images.Pattern(++_seed));
        var label = beside ? name : name.Replace("images", "labels");
        Images.Write(_folder[label + ".txt"], System.Text.Encoding.UTF8.GetBytes(lines));
    }
}
