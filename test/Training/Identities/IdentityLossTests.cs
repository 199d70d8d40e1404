using System.Runtime.InteropServices;
using System.Text.Json;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>Against plain loops with gradients by finite differences (eng/reference/identities.py).</summary>
public sealed class IdentityLossTests
{
    private static readonly Answers Expected = JsonSerializer.Deserialize<Document>(
        File.ReadAllText(Repository.At("test", "reference", "identities.json")), Json.Options)!.Losses;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Expected.Cases.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_the_formula(int index)
    {
        var row = Expected.Cases[index];
        using var scope = torch.NewDisposeScope();
        var descriptors = Leaf(Expected.Descriptors);
        var prototypes = Leaf(Expected.Prototypes);
        var loss = row.Kind switch
        {
            "triplet" => BatchHardTriplets.Of(descriptors, Labels(), row.Margin),
            var kind => MarginSoftmax.Of(descriptors, prototypes, Labels(),
                new(kind == "arcface" ? IdentityLoss.ArcFace : IdentityLoss.CosFace) { Margin = row.Margin, Scale = row.Scale }),
        };
        loss.backward();

        Assert.Equal(row.Loss, loss.ToDouble(), 1e-5 * row.Loss);
        AssertNear(row.Descriptors, descriptors.grad!);
        if (row.Prototypes.Length > 0) AssertNear(row.Prototypes, prototypes.grad!);
    }

    [Theory]
    [InlineData(1f)] // on its own prototype, where the sine has no slope
    [InlineData(-1f)] // on the other side, where the angle cannot be any larger
    public void At_the_poles_the_gradient_is_finite(float cosine)
    {
        using var scope = torch.NewDisposeScope();
        var descriptors = HostTensors.From([cosine, 0], 1, 2).requires_grad_(true);
        var prototypes = HostTensors.From([1, 0, 0, 1], 2, 2);
        var labels = torch.zeros([1, 1], torch.ScalarType.Int64);
        MarginSoftmax.Of(descriptors, prototypes, labels, new(IdentityLoss.ArcFace)).backward();
        Assert.All(HostTensors.ToHost(descriptors.grad!).Data, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_larger_margin_asks_for_more_and_the_loss_falls_as_the_image_nears_its_prototype()
    {
        foreach (var kind in new[] { IdentityLoss.CosFace, IdentityLoss.ArcFace })
        {
            Assert.True(At(kind, 0.3, 0.5) > At(kind, 0.3, 0.1));
            var losses = Enumerable.Range(0, 41).Select(step => At(kind, -1 + step / 20.0, 0.4)).ToList();
            Assert.All(losses.Zip(losses.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
        }

        static double At(IdentityLoss kind, double cosine, double margin)
        {
            using var scope = torch.NewDisposeScope();
            // The other prototype is at right angles to everything.
            var descriptors = HostTensors.From([(float)cosine, (float)Math.Sqrt(1 - cosine * cosine), 0], 1, 3);
            return MarginSoftmax.Of(descriptors, HostTensors.From([1, 0, 0, 0, 0, 1], 2, 3), torch.zeros([1, 1], torch.ScalarType.Int64),
                new(kind) { Margin = margin, Scale = 4 }).ToDouble();
        }
    }

    private static torch.Tensor Leaf(float[] values) => HostTensors.From(values, values.Length / Expected.Width, Expected.Width).requires_grad_(true);

    private static torch.Tensor Labels()
    {
        var labels = torch.empty([Expected.Labels.Length, 1], torch.ScalarType.Int64);
        Expected.Labels.CopyTo(MemoryMarshal.Cast<byte, long>(labels.bytes));
        return labels;
    }

    private static void AssertNear(double[] expected, torch.Tensor actual)
    {
        var values = HostTensors.ToHost(actual).Data;
        var scale = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], 1e-4 * scale);
    }

    private sealed record Document(Answers Losses);

    private sealed record Answers(int Width, long[] Labels, float[] Descriptors, float[] Prototypes, Case[] Cases);

    private sealed record Case(string Kind, double Margin, double Scale, double Loss, double[] Descriptors, double[] Prototypes);
}
