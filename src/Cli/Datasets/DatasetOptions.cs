using System.CommandLine;
using Graft.Data;

namespace Graft.Cli;

/// <summary>How pictures are found and examined: the same words in every verb that reads a data set.</summary>
internal sealed class DatasetOptions
{
    /// <summary>What a data set may look like.</summary>
    public const string Layouts = "a folder with one folder of pictures per class, or with train/ and val/ of such folders, or a CSV file,label[,split][,group]";

    private readonly Argument<string> _data = new("DATA") { Description = Layouts };
    private readonly Option<OnBadImage> _onBadImage = OnBadImage();
    private readonly Option<int> _workers = Workers();

    public DatasetOptions(Command verb)
    {
        verb.Add(_data);
        verb.Add(_onBadImage);
        verb.Add(_workers);
    }

    public static Option<OnBadImage> OnBadImage() => new("--on-bad-image")
    {
        Description = "what to do with pictures that cannot be used: fail, or skip them and say so",
        DefaultValueFactory = _ => Data.OnBadImage.Fail,
        HelpName = "fail|skip",
    };

    public static Option<int> Workers() => new("--workers")
    {
        Description = "pictures decoded at a time; 0 uses every core",
        DefaultValueFactory = _ => 0,
    };

    /// <summary>Reads and examines with progress; findings are returned, not thrown.</summary>
    public Examination Examine(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var dataset = DatasetReader.Read(parsed.GetRequiredValue(_data));
        using var display = new EventDisplay(terminal);
        var progress = new ExaminationDisplay(display, TimeProvider.System);
        var options = new ExaminationOptions { OnBadImage = parsed.GetValue(_onBadImage), Workers = parsed.GetValue(_workers) };
        return DatasetExamination.Examine(dataset, options, progress, cancellation);
    }
}
