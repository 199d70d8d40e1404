using System.CommandLine;
using Graft.Data;

namespace Graft.Cli;

/// <summary>How images are found and examined: the same words in every verb that reads a data set.</summary>
internal sealed class DatasetOptions
{
    /// <summary>What a data set may look like.</summary>
    public const string Layouts = "a folder with one folder of images per class, or with train/ and val/ of such folders, or a CSV "
        + "file,label[,split][,group]";

    /// <summary>What a data set of objects may look like.</summary>
    public static readonly string ObjectLayouts = $"a folder with annotations of {LayoutTable.ObjectNames}, or a json or data.yaml of them";

    /// <summary>What a data set of any task may look like.</summary>
    public static readonly string AllLayouts = Layouts + "; for objects " + ObjectLayouts + "; for segmentation images/ and masks/, or polygons";

    private readonly Argument<string> _data = new("DATA");
    private readonly Option<OnBadImage> _onBadImage = OnBadImage();
    private readonly Option<string> _nearCopies = NearCopies.Option();
    private readonly Option<int> _workers = Workers();

    /// <param name="verb">Gets the argument and the options.</param>
    /// <param name="layouts">What its data sets may look like; images by class when null.</param>
    public DatasetOptions(Command verb, string? layouts = null)
    {
        _data.Description = layouts ?? Layouts;
        verb.Add(_data);
        verb.Add(_onBadImage);
        verb.Add(_nearCopies);
        verb.Add(_workers);
    }

    public static Option<OnBadImage> OnBadImage() => new("--on-bad-image")
    {
        Description = "what to do with an image, object, polygon or label line that cannot be used: fail, or skip it and say so",
        DefaultValueFactory = _ => Graft.OnBadImage.Fail,
        HelpName = "fail|skip",
    };

    public static Option<int> Workers() => new("--workers")
    {
        Description = "images decoded at a time; 0 uses every core",
        DefaultValueFactory = _ => 0,
    };

    /// <summary>The option for the task; what for is a few words such as "to inspect it for".</summary>
    public static Option<string?> Task(string whatFor)
    {
        var option = new Option<string?>("--task")
        {
            Description = $"task {whatFor}; inferred from the layout unless given",
            HelpName = string.Join('|', TaskKinds.Names),
        };
        option.AcceptOnlyFromAmong([.. TaskKinds.Names]);
        return option;
    }

    /// <summary>The task that was given, or else that of the layout, which then is said with its evidence.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">That of <see cref="Task"/>.</param>
    /// <param name="doing">A word such as "Inspecting".</param>
    /// <param name="terminal">Where it is said.</param>
    /// <exception cref="GraftException">The layout can be read in two ways.</exception>
    public TaskKind TaskOf(ParseResult parsed, Option<string?> option, string doing, Terminal terminal)
    {
        if (parsed.GetValue(option) is { } asked) return TaskKinds.Parse(asked);
        // A path that does not exist is for the reader of images to refuse, which knows what lies nearby.
        if (!System.IO.Path.Exists(Path(parsed))) return TaskKind.Classify;
        var layout = DatasetLayout.Infer(Path(parsed)).WithoutDoubt();
        var others = layout.Tasks.Count > 1 ? $"; --task {string.Join(" or ", layout.Tasks.Skip(1).Select(task => task.Name()))} is possible too" : "";
        terminal.Say($"{layout.Reason} {doing} it for {layout.Task.Name()}{others}.");
        return layout.Task;
    }

    /// <summary>A manifest or a table of corrections can be written there, with an ending by which it is read again.</summary>
    /// <exception cref="GraftException">Another ending, or a place that cannot be written.</exception>
    public static void RequireTable(string path, params string[] inputs)
    {
        if (!System.IO.Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase))
            throw new GraftException($"'{path}' does not end in .csv.", "A table of images is read by that ending.", "Name it so with --out.");
        OutputPlace.RequireFile(path, "--out", OutputKind.Table, inputs);
    }

    /// <summary>The path that was given.</summary>
    public string Path(ParseResult parsed) => parsed.GetRequiredValue(_data);

    /// <summary>
    /// The flags that the next command needs to see the data as they were examined; for images of a single scene, which no split would divide, the one that
    /// divides them.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="findings">What was found.</param>
    public IReadOnlyList<string> Given(ParseResult parsed, IReadOnlyList<Problem> findings)
    {
        List<string> flags = parsed.GetValue(_onBadImage) == Graft.OnBadImage.Skip ? ["--on-bad-image", "skip"] : [];
        if (parsed.GetValue(_nearCopies) is { } bits) flags.AddRange("--near-copies", bits);
        else if (findings.Any(CopyFindings.IsOfOneScene)) flags.AddRange("--near-copies", "off");
        return flags;
    }

    /// <summary>Reads and examines with progress; findings are returned, not thrown.</summary>
    public Examination Examine(ParseResult parsed, Terminal terminal, CancellationToken cancellation) =>
        WithProgress(terminal, progress => DatasetExamination.Examine(
            DatasetReader.Read(Path(parsed), Reading(parsed, cancellation)), Options(parsed), progress, cancellation));

    /// <summary>What is to be audited.</summary>
    public AuditRequest Audit(ParseResult parsed) => new()
    {
        Data = Path(parsed),
        OnBadImage = parsed.GetValue(_onBadImage),
        NearDuplicateBits = NearCopies.Bits(parsed.GetValue(_nearCopies)),
        Workers = parsed.GetValue(_workers),
    };

    /// <summary>As <see cref="Examine"/>, for identities: none need be in two splits, and they must be enough to be divided.</summary>
    public Examination ExamineIdentities(ParseResult parsed, Terminal terminal, CancellationToken cancellation,
        (double Validation, double Test)? shares = null, ulong seed = 1) => WithProgress(terminal, progress =>
    {
        var dataset = DatasetReader.Read(Path(parsed), IdentityData.Reading(parsed.GetValue(_onBadImage), cancellation));
        var examination = DatasetExamination.OfImages(dataset, Options(parsed), progress, cancellation);
        var division = IdentitySplit.Examine(
            examination.WithoutBadImages().Dataset, examination, shares ?? IdentitySplit.DefaultShares, IdentityData.FewestTested, seed);
        return examination with { Problems = [.. dataset.Warnings, .. examination.Problems, .. division] };
    });

    /// <summary>As <see cref="Examine"/>, for boxes and polygons.</summary>
    public ObjectExamination ExamineObjects(ParseResult parsed, Terminal terminal, CancellationToken cancellation) =>
        WithProgress(terminal, progress => ObjectDatasetExamination.Examine(
            ObjectReader.Read(Path(parsed), Reading(parsed, cancellation)), Options(parsed), progress, cancellation));

    /// <summary>As <see cref="ExamineObjects"/>, with every object needing a polygon.</summary>
    public ObjectExamination ExamineInstances(ParseResult parsed, Terminal terminal, CancellationToken cancellation) =>
        PolygonExamination.Require(ExamineObjects(parsed, terminal, cancellation), parsed.GetValue(_onBadImage));

    /// <summary>As <see cref="Examine"/>, for a class of every pixel.</summary>
    public MaskExamination ExamineMasks(ParseResult parsed, Terminal terminal, CancellationToken cancellation) =>
        WithProgress(terminal, progress => MaskDatasetExamination.Examine(
            MaskReader.Read(Path(parsed), Reading(parsed, cancellation)), Options(parsed), progress, cancellation));

    private static T WithProgress<T>(Terminal terminal, Func<IProgress<ExaminationProgress>, T> examine)
    {
        using var display = new EventDisplay(terminal);
        return examine(new ExaminationDisplay(display, TimeProvider.System));
    }

    /// <summary>How it is read.</summary>
    public ReaderOptions Reading(ParseResult parsed, CancellationToken cancellation) =>
        new() { OnBadImage = parsed.GetValue(_onBadImage), Cancellation = cancellation };

    // An object that cannot be learned is treated as an image that cannot be read.
    private ExaminationOptions Options(ParseResult parsed) => new()
    {
        OnBadImage = parsed.GetValue(_onBadImage),
        OnBadObject = parsed.GetValue(_onBadImage),
        Workers = parsed.GetValue(_workers),
        NearDuplicateBits = NearCopies.Bits(parsed.GetValue(_nearCopies)),
    };
}
