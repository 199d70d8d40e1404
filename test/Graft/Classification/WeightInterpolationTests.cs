using Graft.Data;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Classification;

public sealed class WeightInterpolationTests
{
    private const int Classes = 4, Label = 1;
    private static readonly Pretrained Model = Pretrained.Fresh("resnet_tiny", Classes, imageSize: 64);
    private static readonly IReadOnlyList<Sample> Photos =
    [
        .. Directory.GetFiles(Repository.At("samples", "photos", "fish"), "*.jpg")
            .Order(StringComparer.Ordinal)
            .Take(3)
            .Select(path => new Sample(path, Path.GetFileName(path), Label)),
    ];

    [Fact]
    public void Without_validation_images_a_quarter_of_the_way_is_taken_and_said()
    {
        var fit = WeightInterpolation.Choose(TaskWith([]), Answering(0, 4), Tuned(Answering(Label, 8)), default);
        Assert.Equal(3f, fit.Parameters["fc.bias"].Data[0]);
        Assert.Equal(2f, fit.Parameters["fc.bias"].Data[Label]);
        Assert.Contains(fit.Notes, note => note.Contains("factor 0.25", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tuned_network_that_is_better_is_taken_whole()
    {
        var fit = WeightInterpolation.Choose(TaskWith(Photos), Answering(0, 4), Tuned(Answering(Label, 8)), default);
        Assert.Equal(8f, fit.Parameters["fc.bias"].Data[Label]);
        Assert.Equal(1, fit.Metrics!["accuracy"]);
    }

    [Fact]
    public void A_tuned_network_that_is_worse_is_not_taken_at_all()
    {
        var start = Answering(Label, 4);
        var fit = WeightInterpolation.Choose(TaskWith(Photos), start, Tuned(Answering(0, 8)), default);
        Assert.Same(start, fit.Parameters);
        Assert.Equal(1, fit.Metrics!["accuracy"]);
        // The report must not name an epoch whose weights were not kept.
        Assert.DoesNotContain(fit.History, epoch => epoch.IsBest);
        var selection = RunEnvironment.SelectionOf(new ClassifyRequest("photos"), fit.History, ["the blend"])!;
        Assert.Null(selection.Epoch);
    }

    [Fact]
    public void A_point_between_is_taken_where_both_ends_are_worse()
    {
        // The start is right but unsure, the tuned network is right where it went too far for another class.
        var (start, tuned) = (Answering(Label, 1), Answering(Label, 20));
        tuned["fc.bias"].Data[0] = 20.5f;
        var fit = WeightInterpolation.Choose(TaskWith(Photos), start, Tuned(tuned), default);
        Assert.Equal(1, fit.Metrics!["accuracy"]);
        Assert.Equal(0.25f * 19 + 1, fit.Parameters["fc.bias"].Data[Label], 1e-5f);
    }

    private static FitResult Tuned(ParameterSet parameters) => new(parameters, [new(1, "all", 1, 1, 0.5) { IsBest = true }], TimeSpan.Zero, []);

    // A head that says the same of every image.
    private static ParameterSet Answering(int label, float logit)
    {
        var parameters = new ParameterSet();
        foreach (var (name, tensor) in Model.Parameters) parameters.Set(name, tensor);
        var bias = new float[Classes];
        bias[label] = logit;
        parameters.Set("fc.weight", new HostTensor(Model.Parameters["fc.weight"].Shape, new float[Model.Parameters["fc.weight"].Data.Length]));
        parameters.Set("fc.bias", new HostTensor([Classes], bias));
        return parameters;
    }

    private static FitTask TaskWith(IReadOnlyList<Sample> validation) => new()
    {
        Request = new ClassifyRequest { Data = "photos" },
        Model = Model,
        Train = Photos,
        Groups = [.. Photos.Select(photo => photo.Group)],
        Validation = validation,
        Classes = Classes,
        Hashes = new Dictionary<string, string>(),
        Engine = new OnnxForwardFactory(),
    };
}
