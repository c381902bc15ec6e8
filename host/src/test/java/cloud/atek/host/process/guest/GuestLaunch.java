package cloud.atek.host.process.guest;

/// Stands where the kit's launcher stands: starts the class that its first argument names.
public final class GuestLaunch {

    private GuestLaunch() {}

    public static void main(String[] args) throws Exception {
        System.out.println("launching " + args[0]);
        Class.forName(args[0])
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[0]);
    }
}
