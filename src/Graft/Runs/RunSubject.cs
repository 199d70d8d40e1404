using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;

namespace Graft;

/// <summary>A prepared run: a network, data that may be trained on, and what is to be done with them.</summary>
internal sealed record RunSubject
{
    /// <summary>Name of the network in the catalogue, as the model file has it.</summary>
    public required string Model { get; init; }

    /// <summary>Everything that is exported: backbone, necks and heads.</summary>
    public required Graph Graph { get; init; }

    /// <summary>The phases.</summary>
    public required TransferPlan Plan { get; init; }

    /// <summary>What is given to the trainer, without a place on the disk; where a phase before it solves the head, without that solution.</summary>
    public required TrainingJob Job { get; init; }

    /// <summary>What was loaded; null where every value is fresh.</summary>
    public LoadReport? Loaded { get; init; }

    /// <summary>Where the weights came from; null where every value is fresh.</summary>
    public WeightsOrigin? Origin { get; init; }

    /// <summary>How an image becomes the exported file's input.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>The data.</summary>
    public required RunData Data { get; init; }

    /// <inheritdoc cref="RunData.Classes"/>
    public IReadOnlyList<string> Classes => Data.Classes;

    /// <summary>What <see cref="Classes"/> are called.</summary>
    public (string One, string Many) ClassWords { get; init; } = ("class", "classes");

    /// <inheritdoc cref="RunData.Split"/>
    public SplitRecord Split => Data.Split;

    /// <inheritdoc cref="RunData.Examination"/>
    public Examination Examination => Data.Examination;

    /// <inheritdoc cref="RunData.Added"/>
    public AddedImages? Added => Data.Added;

    /// <summary>The model file that is to be replaced; null where none was named.</summary>
    public Predecessor? Predecessor { get; init; }

    /// <summary>What the network is called in the first line, where that is more than its name.</summary>
    public string? Description { get; init; }

    /// <summary>Longer side in pixels of a training image on samples_train.jpg; null for the contact sheet's own.</summary>
    public int? TrainingImageSize { get; init; }

    /// <summary>What else the user should know before the first step.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What is loaded, re-initialised and frozen, stage by stage.</summary>
    public TransferTable Transfer => TransferTable.Of(Graph, Plan, Loaded);
}

/// <summary>The data of a run, read, examined and split.</summary>
/// <param name="Classes">Class names in the order of the labels.</param>
/// <param name="Split">Names of the images of each split, and the data's fingerprint.</param>
/// <param name="Examination">What was found out about the images: copies count as one in the intervals.</param>
internal sealed record RunData(IReadOnlyList<string> Classes, SplitRecord Split, Examination Examination)
{
    /// <summary>What was added to the images to learn from; null where nothing was to be.</summary>
    public AddedImages? Added { get; init; }

    /// <summary>A hash of what is annotated on each image that can be used, see <see cref="AnnotationHashes"/>. Computed when it is asked for.</summary>
    public required Func<IReadOnlyDictionary<string, string>> Annotations { get; init; }
}
