using System.CommandLine;
using Graft.Training;

namespace Graft.Cli;

/// <summary>The flags of identities, and the loss, which segmentation reads in another way.</summary>
internal static partial class TrainFlags
{
    private static readonly string[] Losses = [.. Enum.GetNames<IdentityLoss>().Select(name => name.ToLowerInvariant())];

    private static IEnumerable<TrainFlag> Identities() =>
    [
        new SharedTrainFlag(
            new Option<string>("--loss")
            {
                Description = $"for segment shares of the losses, those left out are 0: {LossWords(new SegmentRequest("").Loss)} by default, gamma is the "
                    + $"focal loss's own; for identities one of {string.Join(", ", Losses)}, {Losses[0]} by default",
                HelpName = "ce=X,dice=X,focal=X or WORD",
            },
            nameof(SegmentRequest.Loss),
            (typeof(SegmentRequest), (request, value) => (SegmentRequest)request with { Loss = LossOf(value) }),
            (typeof(IdentityRequest), (request, value) => (IdentityRequest)request with { Loss = IdentityLossOf(value) })),
        Flag<IdentityRequest, double>(
            "--margin", nameof(IdentityRequest.Margin),
            "the loss's margin: a cosine for cosface (0.35 by default), an angle for arcface (0.5), a distance for triplet (0.3)",
            (request, value) => request with { Margin = value }),
        Flag<IdentityRequest, int>(
            "--dimension", nameof(IdentityRequest.Dimension),
            "numbers of a descriptor",
            (request, value) => request with { Dimension = value }),
        Flag<IdentityRequest, int>(
            "--images-per-identity", nameof(IdentityRequest.ImagesPerIdentity),
            "images of each identity in a batch, of which --batch is a multiple",
            (request, value) => request with { ImagesPerIdentity = value }),
        Flag<IdentityRequest, string>(
            "--alignment", nameof(IdentityRequest.Alignment),
            "the images are faces that were cut out so: dlib150 or arcface112; the model file then is a descriptor for `graft faces`",
            (request, value) => request with { Alignment = value }, "dlib150|arcface112"),
    ];

    private static IdentityLoss IdentityLossOf(string word) => Array.IndexOf(Losses, word) is >= 0 and var at ? Enum.GetValues<IdentityLoss>()[at]
        : throw new GraftException($"'{word}' is not a loss of identities.", $"Expected one of {string.Join(", ", Losses)}.");
}
