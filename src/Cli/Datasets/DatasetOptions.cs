using System.CommandLine;
using Graft.Data;

namespace Graft.Cli;

/// <summary>How images are found and examined: the same words in every verb that reads a data set.</summary>
internal sealed class DatasetOptions
{
    /// <summary>What a data set may look like.</summary>
    public const string Layouts = "a folder with one folder of images per class, or with train/ and val/ of such folders, or a CSV file,label[,split][,group]";

    /// <summary>What a data set of objects may look like.</summary>
    public const string ObjectLayouts = "a folder with COCO, YOLO or VOC annotations, a COCO json, or a YOLO data.yaml";

    /// <summary>What a data set of any task may look like.</summary>
    public const string AllLayouts = Layouts + "; for objects " + ObjectLayouts + "; for segmentation images/ and masks/, or polygons";

    private readonly Argument<string> _data = new("DATA");
    private readonly Option<OnBadImage> _onBadImage = OnBadImage();
    private readonly Option<int> _workers = Workers();

    /// <param name="verb">Gets the argument and the options.</param>
    /// <param name="layouts">What its data sets may look like; images by class when null.</param>
    public DatasetOptions(Command verb, string? layouts = null)
    {
        _data.Description = layouts ?? Layouts;
        verb.Add(_data);
        verb.Add(_onBadImage);
        verb.Add(_workers);
    }

    public static Option<OnBadImage> OnBadImage() => new("--on-bad-image")
    {
        Description = "what to do with images that cannot be used: fail, or skip them and say so",
        DefaultValueFactory = _ => Graft.OnBadImage.Fail,
        HelpName = "fail|skip",
    };

    public static Option<int> Workers() => new("--workers")
    {
        Description = "images decoded at a time; 0 uses every core",
        DefaultValueFactory = _ => 0,
    };

    /// <summary>The path that was given.</summary>
    public string Path(ParseResult parsed) => parsed.GetRequiredValue(_data);

    /// <summary>Reads and examines with progress; findings are returned, not thrown.</summary>
    public Examination Examine(ParseResult parsed, Terminal terminal, CancellationToken cancellation) =>
        WithProgress(terminal, progress => DatasetExamination.Examine(DatasetReader.Read(Path(parsed)), Options(parsed), progress, cancellation));

    /// <summary>As <see cref="Examine"/>, for boxes and polygons.</summary>
    public ObjectExamination ExamineObjects(ParseResult parsed, Terminal terminal, CancellationToken cancellation) =>
        WithProgress(terminal, progress => ObjectDatasetExamination.Examine(ObjectReader.Read(Path(parsed)), Options(parsed), progress, cancellation));

    /// <summary>As <see cref="ExamineObjects"/>, with every object needing a polygon.</summary>
    public ObjectExamination ExamineInstances(ParseResult parsed, Terminal terminal, CancellationToken cancellation) =>
        PolygonExamination.Require(ExamineObjects(parsed, terminal, cancellation), parsed.GetValue(_onBadImage));

    /// <summary>As <see cref="Examine"/>, for a class of every pixel.</summary>
    public MaskExamination ExamineMasks(ParseResult parsed, Terminal terminal, CancellationToken cancellation) =>
        WithProgress(terminal, progress => MaskDatasetExamination.Examine(MaskReader.Read(Path(parsed)), Options(parsed), progress, cancellation));

    private static T WithProgress<T>(Terminal terminal, Func<IProgress<ExaminationProgress>, T> examine)
    {
        using var display = new EventDisplay(terminal);
        return examine(new ExaminationDisplay(display, TimeProvider.System));
    }

    // An object that cannot be learned is treated as an image that cannot be read.
    private ExaminationOptions Options(ParseResult parsed) => new()
    {
        OnBadImage = parsed.GetValue(_onBadImage),
        OnBadObject = parsed.GetValue(_onBadImage),
        Workers = parsed.GetValue(_workers),
    };
}
