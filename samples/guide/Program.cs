using Graft.Guide;

// One runnable program per page of the guide: dotnet run --project samples/guide -- classify samples/photos
switch (args)
{
    case ["classify", var photos]:
        Classify.Run(photos);
        return 0;
    case ["detect", var scenes]:
        Detect.Run(scenes);
        return 0;
    case ["segment", var scenes]:
        Segment.Run(scenes);
        return 0;
    case ["instances", var scenes]:
        Instances.Run(scenes);
        return 0;
    case ["without-graft", var model, var image]:
        WithoutGraft.Run(model, image);
        return 0;
    case ["drift", var model, var images]:
        Drifting.Run(model, images);
        return 0;
    case ["explain", var model, var image]:
        Explaining.Run(model, image);
        return 0;
    case ["identities", var things, var first, var second]:
        Identities.Run(things, first, second);
        return 0;
    case ["faces", var first, var second]:
        Faces.Run(first, second);
        return 0;
    case ["faces-gallery", var people, var photo]:
        FacesGallery.Run(people, photo);
        return 0;
    case ["serving", var model, var image]:
        await Serving.Run(model, image);
        return 0;
    default:
        Console.Error.WriteLine("dotnet run --project samples/guide -- classify|detect|segment|instances FOLDER, without-graft|serving|explain MODEL IMAGE, drift MODEL FOLDER, "
            + "identities FOLDER IMAGE IMAGE, faces IMAGE IMAGE, or faces-gallery PEOPLE IMAGE");
        return 2;
}
