using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>Lets a written file and the trainer look at the same made-up images: one at a time, and two of other shapes together.</summary>
internal sealed class DetectorGate(string file, DetectionNetwork network, ParameterSet parameters, Preprocess contract)
{
    private const int Wanted = 2, Tried = 8;
    private const string Subject = "The parity gate";
    private readonly List<string> _rejected = [];
    private DetectionDifference _largest = new(0, null);
    private int _detections;

    /// <summary>The probes that the file will test itself with, and how both agree.</summary>
    /// <exception cref="GraftException">They do not.</exception>
    public (IReadOnlyList<Probe> Probes, Parity Parity) Pass()
    {
        using var predictor = DetectionPredictor.Open(file);
        var probes = Run(predictor, DetectionProbes.Threshold);
        // Two empty lists agree whatever the file does: where the trainer is sure of nothing its least sure answers are compared.
        if (_detections == 0) Run(predictor, 0);
        return (probes, new Parity(_largest.Edge, _largest.Mask, _rejected) { Detections = _detections });
    }

    private IReadOnlyList<Probe> Run(DetectionPredictor predictor, float threshold)
    {
        using var trainer = new TorchDetector(
            network, parameters, contract, new DetectionTaskOptions { Detection = new DetectionOptions { ScoreThreshold = threshold } });
        List<Probe> probes = [];
        var square = DetectionProbes.SizeOf(contract);
        Collect(Wanted, seed =>
        {
            var image = DetectionProbes.Image(seed, contract);
            var expected = trainer.Run(image, 1, square);
            Compare(expected, predictor.Detect(image, 1, square, threshold));
            probes.Add(DetectionProbes.Make(seed, expected[0]));
        });
        var flat = Flat(square);
        (int Height, int Width)[] real = [flat, (flat.Height - flat.Height / 5, flat.Width - flat.Width / 7)];
        Collect(1, seed =>
        {
            byte[] images = [.. Image(seed + Tried, flat), .. Image(seed + 2 * Tried, flat)];
            Compare(trainer.Run(images, 2, flat, real), predictor.Detect(images, 2, flat, threshold, real: real));
        });
        return probes;
    }

    // Where two scores agree in all their digits, suppression may keep either box: such an image tells nothing and another is taken. A file
    // that is wrong agrees on none.
    private void Collect(int wanted, Action<ulong> compare)
    {
        GraftException? refusal = null;
        for (var seed = 1UL; seed <= Tried && wanted > 0; seed++)
            try
            {
                compare(seed);
                wanted--;
            }
            catch (GraftException failure)
            {
                refusal = failure;
                _rejected.Add($"image {seed}: {failure.What}");
            }
        if (wanted > 0) throw refusal!;
    }

    private void Compare(IReadOnlyList<IReadOnlyList<Detection>> expected, IReadOnlyList<IReadOnlyList<Detection>> found)
    {
        var largest = _largest;
        foreach (var (one, other) in expected.Zip(found)) largest = largest.Or(DetectionProbes.Check(one, other, Subject));
        (_largest, _detections) = (largest, _detections + expected.Sum(image => image.Count));
    }

    // Another shape than the probes', both sides multiples.
    private (int Height, int Width) Flat((int Height, int Width) square)
    {
        var multiple = Math.Max(1, contract.SizeMultiple);
        return (Math.Max(multiple, square.Height * 3 / 4 / multiple * multiple), Math.Max(2, square.Width / multiple) * multiple);
    }

    private byte[] Image(ulong seed, (int Height, int Width) size) => ProbeImages.Make(seed, contract with { Height = size.Height, Width = size.Width });
}
