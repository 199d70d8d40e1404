using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Folders of images are taken for classes where nothing speaks against it, and for nothing where evidence points two ways.</summary>
public sealed class LayoutDoubtTests : IDisposable
{
    private const string VocXml = "<annotation><object><name>x</name></object></annotation>";
    private const string CsvBoxes = "filename,width,height,class,xmin,ymin,xmax,ymax\na.jpg,9,9,x,1,1,5,5\n";
    private const string CsvOfVia = "filename,file_size,region_count,region_id,region_shape_attributes,region_attributes\na.jpg,9,0,0,{},{}\n";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sick/images/a.png sick/masks/a.png well/images/b.png well/masks/b.png", "'sick/masks' (1 .png)", "in its train and val")]
    [InlineData("train/cell1/images/a.png train/cell1/masks/a.png train/cell2/images/b.png", "'train/cell1/masks' (1 .png)", "in its train and val")]
    [InlineData("images/a.jpg masks/b.jpg", "'masks' (1 .jpg)", "No file in 'masks' has the name of an image in 'images'")]
    [InlineData("imgs/a.jpg gt/b.tif", "'gt' (1 .tif)", "has the name of an image in 'imgs'")]
    [InlineData("pics/a.jpg train_masks/a.gif train/b.jpg", "'train_masks' (1 .gif)", "not 'train'")]
    public void Images_beside_masks_are_no_two_classes(string files, string seen, string trouble)
    {
        var doubt = Write(files).Doubt!;
        Assert.Contains(seen, doubt.Seen);
        Assert.Contains("two classes of images, or images and their masks", doubt.Readings);
        Assert.Contains("--task classify", doubt.Cure);
        Assert.Contains("--task segment", doubt.Cure);
        Assert.Contains(trouble, doubt.MaskTrouble);

        Assert.Equal(2, Assert.Throws<GraftException>(() => DatasetLayout.Infer(_folder.Root).WithoutDoubt()).ExitCode);
        var masks = Assert.Throws<GraftException>(() => MaskReader.Read(_folder.Root)).Message;
        Assert.Contains(trouble, masks);
        Assert.DoesNotContain("--task classify", masks);
        Assert.DoesNotContain("--task classify", Assert.Throws<GraftException>(() => ObjectReader.Read(_folder.Root)).Message);
    }

    [Theory]
    [InlineData("images/a.jpg masks/a.jpg")]
    [InlineData("images/a.jpg masks/a_mask.gif")]
    [InlineData("images/a.jpg masks/a.tif")]
    [InlineData("imgs/a.jpg masks/a.png")]
    [InlineData("Images/a.jpg Labels/a.png")]
    [InlineData("JPEGImages/a.jpg SegmentationClass/a.bmp")]
    [InlineData("images/a.jpg annotations/a.webp")]
    [InlineData("images/image_1.jpg masks/mask_1.png")]
    [InlineData("train/images/a.jpg train/masks/a.bmp val/images/b.jpg val/masks/b.bmp")]
    [InlineData("train/a.jpg train_masks/a_mask.gif")]
    [InlineData("train/a.png train_labels/a_L.png val/b.png val_labels/b_L.png")]
    [InlineData("train_images/a.png train_masks/a.png test_images/c.png")]
    public void Images_and_masks_of_the_same_names_are_that(string files)
    {
        var layout = Write(files).WithoutDoubt();
        Assert.Equal((DatasetFormat.Masks, TaskKind.Segment), (layout.Format, layout.Task));
        Assert.Contains("There are images in", layout.Reason);
    }

    [Fact]
    public void Masks_in_jpeg_are_refused_with_the_reason()
    {
        Write("images/a.jpg masks/a.jpg");
        Assert.Contains("JPEG changes the values", Assert.Throws<GraftException>(() => MaskReader.Read(_folder.Root)).Message);
    }

    [Theory]
    [InlineData("train/a.jpg val/b.jpg", "'train' (1 .jpg) and 'val' (1 .jpg)")]
    [InlineData("train_images/a.jpg test_images/b.jpg", "'test_images' (1 .jpg) and 'train_images' (1 .jpg)")]
    [InlineData("trainA/a.jpg trainB/b.jpg testA/c.jpg testB/d.jpg", "'testA' (1 .jpg)")]
    [InlineData("train/a.jpg train/b.jpg test/c.jpg", "'test' (1 .jpg)")]
    public void One_split_beside_another_is_no_class(string files, string seen)
    {
        var doubt = Write(files).Doubt!;
        Assert.Contains(seen, doubt.Seen);
        Assert.Contains("splits for classification hold a folder of each class", doubt.Readings);
        Assert.Contains("--task classify", doubt.Cure);
    }

    [Theory]
    [InlineData("one/cat/a.jpg one/dog/b.jpg two/cat/c.jpg two/dog/d.jpg", "folders of the same names in 'one' and 'two': cat, dog")]
    [InlineData("set_a/set_a/cat/a.jpg set_a/set_a/dog/b.jpg set_b/set_b/cat/c.jpg set_b/set_b/dog/d.jpg", "in 'set_a' and 'set_b': cat, dog")]
    [InlineData("data/cat/a.jpg data/dog/b.jpg docs/c.png", "only folders of images in 'data'")]
    [InlineData("good/a.png good/a_mask.png bad/b.png bad/b_mask.png", "2 images are called masks of another")]
    public void Folders_of_another_level_and_masks_beside_images_are_no_classes_unasked(string files, string seen)
    {
        var doubt = Write(files).Doubt!;
        Assert.Contains(seen, doubt.Seen);
        Assert.Contains("--task classify", doubt.Cure);
    }

    [Fact]
    public void Two_folders_of_the_same_names_one_of_them_grey_are_no_classes_unasked()
    {
        foreach (var (at, name) in new[] { "1", "2" }.Index())
        {
            Images.Write(_folder[$"x/{name}.jpg"], Coloured((ulong)at));
            Images.Write(_folder[$"y/{name}.jpg"], Grey((ulong)at));
        }
        Assert.Contains("two folders of 2 images with the same names", DatasetLayout.Infer(_folder.Root).Doubt!.Seen);
        // Two classes whose images are numbered alike.
        foreach (var (at, name) in new[] { "1", "2" }.Index()) Images.Write(_folder[$"y/{name}.jpg"], Coloured((ulong)at + 7));
        Assert.Null(DatasetLayout.Infer(_folder.Root).Doubt);
    }

    private static RgbImage Coloured(ulong seed)
    {
        var image = Images.Pattern(seed + 1);
        for (var i = 0; i < image.Pixels.Length; i += 3) image.Pixels[i] = (byte)(image.Pixels[i] / 3);
        return image;
    }

    private static RgbImage Grey(ulong seed)
    {
        var image = Images.Pattern(seed + 1);
        for (var i = 0; i < image.Pixels.Length; i += 3) image.Pixels[i + 1] = image.Pixels[i + 2] = image.Pixels[i];
        return image;
    }

    [Fact]
    public void Test_images_without_classes_are_said_and_not_trained_on()
    {
        var layout = Write("train/cat/a.jpg train/dog/b.jpg test/c.jpg test/d.jpg").WithoutDoubt();
        Assert.Contains("for each class in train: cat, dog. The images of test have no class", layout.Reason);
        var data = DatasetReader.Read(_folder.Root);
        Assert.Equal(["train/cat/a.jpg", "train/dog/b.jpg"], data.Samples.Select(sample => sample.Name));
        Assert.Contains(data.Warnings, warning => warning.Where == "test" && warning.What.Contains("2 images have no class"));
    }

    [Fact]
    public void Annotations_that_no_reader_knows_are_said_to_be_that() =>
        Assert.Contains("none could be read as COCO, VOC, YOLO", Write("images/a.jpg labels/a.mask").Doubt!.Readings);

    [Theory]
    [InlineData("cat/a.jpg dog/b.jpg", "for each class: cat, dog.")]
    [InlineData("with_mask/a.jpg without_mask/b.jpg", "with_mask, without_mask")]
    [InlineData("mask/a.jpg no_mask/b.jpg", "mask, no_mask")]
    [InlineData("train/a.jpg car/b.jpg", "car, train")]
    [InlineData("train/cat/a.jpg train/dog/b.jpg val/cat/c.jpg val/dog/d.jpg test/e.jpg", "for each class in train, val: cat, dog.")]
    [InlineData("training_set/cat/a.jpg training_set/dog/b.jpg test_set/cat/c.jpg test_set/dog/d.jpg", "for each class in test_set, training_set: cat, dog.")]
    [InlineData("labels/a.jpg bottles/b.jpg", "bottles, labels")]
    public void Classes_stay_classes_and_are_named(string files, string reason)
    {
        var layout = Write(files);
        Assert.Null(layout.Doubt);
        Assert.Contains(reason, layout.WithoutDoubt().Reason);
        Assert.Contains("choose --task classify", Assert.Throws<GraftException>(() => ObjectReader.Read(_folder.Root)).Message);
    }

    [Theory]
    [InlineData("cat/a.txt", "a cat on 3 mats, 2 of them red")]
    [InlineData("cat/a.txt", "4 cats")]
    [InlineData("info.json", "{\"categories\": [{\"id\": 1, \"name\": \"cat\"}], \"images\": 7}")]
    [InlineData("cat/a.jpg.json", "{\"title\": \"a.jpg\", \"photoTakenTime\": {\"timestamp\": \"1\"}}")]
    [InlineData("labels.csv", "file,label\ncat/a.jpg,cat\n")]
    [InlineData("config.yaml", "names: [a]\ntrain: x\n")]
    [InlineData("cat/meta.xml", "<meta><a/></meta>")]
    public void Captions_and_other_files_beside_classes_change_nothing(string file, string text)
    {
        Write("cat/a.jpg dog/b.jpg");
        File.WriteAllText(_folder[file], text);
        var layout = DatasetLayout.Infer(_folder.Root).WithoutDoubt();
        Assert.Equal(DatasetFormat.Classes, layout.Format);
    }

    [Theory]
    [InlineData("boxes.csv", CsvBoxes, "tables of boxes", "COCO")]
    [InlineData("train.csv", "cat/a.jpg,1,2,3,4,cat\n", "tables of boxes", "COCO")]
    [InlineData("labels.csv", "file,label,split,bbox\ncat/a.jpg,cat,train,1 1 5 5\n", "tables of boxes", "COCO")]
    [InlineData("via_export_csv.csv", CsvOfVia, "VGG Image Annotator's CSV", "JSON from VGG Image Annotator")]
    [InlineData("runs.csv", "ImageId,EncodedPixels\na,1 2\n", "tables of run lengths", "PNG")]
    [InlineData("cat/a.txt", "Car 0.00 0 -1.57 599.41 156.40 629.75 189.25 2.85 2.63 12.34 0.47 1.49 69.44 -1.56", "KITTI", "YOLO")]
    [InlineData("cat/a.txt", "1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 plane 0", "DOTA", "YOLO")]
    [InlineData("cat/a.txt", "10.5,20,30,40,word", "text files of numbers", "YOLO")]
    [InlineData("train.txt", "cat/a.jpg 10,20,30,40,0 50,60,70,80,1", "tables of boxes", "COCO")]
    [InlineData("cat/a.json", "{\"image\": \"a.jpg\", \"boxes\": [{\"x\": 1}]}", "in a form that is not known", "YOLO")]
    [InlineData("mine.json", "{\"a.jpg\": {\"bbox\": [1, 2, 3, 4]}}", "in a form that is not known", "YOLO")]
    [InlineData("cat/a.xml", "<doc><object><bndbox><xmin>1</xmin></bndbox></object></doc>", "in a form that is not known", "YOLO")]
    [InlineData("train.tfrecord", "x", "TensorFlow records", "files")]
    [InlineData("dog/b.npy", "x", "NumPy", "PNG")]
    public void Formats_that_are_not_read_are_named_and_nothing_is_inferred(string file, string text, string name, string cure)
    {
        Write("cat/a.jpg dog/b.jpg");
        File.WriteAllText(_folder[file], text);
        var refusal = Assert.Throws<GraftException>(() => DatasetLayout.Infer(_folder.Root).WithoutDoubt());
        Assert.Equal(2, refusal.ExitCode);
        foreach (var part in new[] { name, cure, "not read", "--task classify" }) Assert.Contains(part, refusal.Message);
        // Whoever says what is meant gets it.
        Assert.Equal(["cat", "dog"], DatasetReader.Read(_folder.Root).Classes);
    }

    [Theory]
    [InlineData(CsvBoxes, "tables of boxes", "write them as COCO")]
    [InlineData(CsvOfVia, "VGG Image Annotator's CSV", "export the annotations as JSON from VGG Image Annotator")]
    public void A_table_of_objects_that_is_given_itself_is_named_and_no_list_of_labels(string text, string name, string cure)
    {
        Write("a.jpg");
        File.WriteAllText(_folder["x.csv"], text);
        foreach (var read in new Action[]
        {
            () => DatasetLayout.Infer(_folder["x.csv"]).WithoutDoubt(), () => DatasetReader.Read(_folder["x.csv"]), () => ObjectReader.Read(_folder["x.csv"]),
            () => ObjectReader.Read(_folder.Root),
        })
        {
            var refusal = Assert.Throws<GraftException>(read).Message;
            foreach (var part in new[] { name, cure, "not read" }) Assert.Contains(part, refusal);
            Assert.DoesNotContain("Rename the columns", refusal);
        }
        File.WriteAllText(_folder["x.csv"], "file,label,xmin,ymin,xmax,ymax\na.jpg,x,1,1,5,5\n"); // what has both columns is a list
        Assert.Null(DatasetLayout.Infer(_folder["x.csv"]).Doubt);
    }

    [Fact]
    public void Objects_in_two_formats_need_a_path_that_decides()
    {
        Write("images/a.jpg");
        Directory.CreateDirectory(_folder["labels"]);
        File.WriteAllText(_folder["labels/a.txt"], "0 0.5 0.5 0.1 0.1\n");
        File.WriteAllText(_folder["data.yaml"], "train: images\nnames: [x]\n");
        File.WriteAllText(_folder["images/a.xml"], VocXml);
        var refusal = Assert.Throws<GraftException>(() => DatasetLayout.Infer(_folder.Root).WithoutDoubt()).Message;
        foreach (var part in new[] { "objects in 2 formats", "VOC and YOLO", _folder["data.yaml"] }) Assert.Contains(part, refusal);
        Assert.Contains("2 formats", Assert.Throws<GraftException>(() => ObjectReader.Read(_folder.Root)).Message);
        Assert.Single(ObjectReader.Read(_folder["data.yaml"]).Samples);
    }

    [Fact]
    public void Annotations_of_few_images_beside_classes_need_the_task()
    {
        Write("cat/a.jpg cat/b.jpg cat/c.jpg dog/d.jpg dog/e.jpg");
        File.WriteAllText(_folder["cat/a.xml"], VocXml);
        var refusal = Assert.Throws<GraftException>(() => DatasetLayout.Infer(_folder.Root).WithoutDoubt()).Message;
        foreach (var part in new[] { "5 images, of which 1", "--task classify", "--task detect" }) Assert.Contains(part, refusal);
        Assert.Null(DatasetLayout.Infer(_folder.Root, TaskKind.Detect).Doubt);
    }

    [Fact]
    public void Annotations_that_are_not_read_beside_some_that_are_need_the_task()
    {
        Write("images/a.jpg");
        File.WriteAllText(_folder["images/a.xml"], VocXml);
        File.WriteAllText(_folder["boxes.csv"], CsvBoxes);
        var refusal = Assert.Throws<GraftException>(() => DatasetLayout.Infer(_folder.Root).WithoutDoubt()).Message;
        foreach (var part in new[] { "VOC annotations", "tables of boxes", "--task detect" }) Assert.Contains(part, refusal);
        Assert.Null(DatasetLayout.Infer(_folder.Root, TaskKind.Detect).Doubt);
    }

    [Fact]
    public void Every_row_of_the_table_says_what_it_is()
    {
        Assert.All(LayoutTable.Rows, row => Assert.True(row.Needs.Length > 0 && row.Name.Length > 0, row.Name));
        Assert.All(LayoutTable.Rows.Where(row => row.Format is not null), row => Assert.True(row.Looks.Length > 0 && row.Tasks.Count > 0, row.Name));
        Assert.Equal(Enum.GetValues<DatasetFormat>().Order(), LayoutTable.Rows.Select(row => row.Format).OfType<DatasetFormat>().Order());
        Assert.Empty(Enum.GetValues<AnnotationKind>().Except(LayoutTable.Rows.SelectMany(row => row.Explains)));
        Assert.Empty(Enum.GetValues<TaskKind>().Except(LayoutTable.Rows.SelectMany(row => row.Tasks)));
    }

    private DatasetLayout Write(string files)
    {
        foreach (var file in files.Split(' ')) Images.Write(_folder[file], [1]);
        return DatasetLayout.Infer(_folder.Root);
    }
}
